/** EGL devices as VirtualGL enumerates them. */
import { EglDevice } from '../../contract/probe/gl';
import { plainText } from '../../contract/text';

/** Lines `DEVICE DRINODE|- RENDERER` of lib/software.sh. No device is an answer too. */
export function parseEglDevices(text: string): EglDevice[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, device, node, renderer = ''] = /^(egl\d{0,2}) (\S+)(?: (.*))?$/.exec(line) ?? [];
      const { data } = EglDevice.safeParse({
        device,
        renderer: plainText(renderer, 1000),
        ...(node === undefined || node === '-' ? {} : { node: plainText(node, 250) }),
      });
      return data ?? [];
    })
    .slice(0, 32);
}
