/** The drivers that Mesa's eglinfo names. */
import { plainText } from '../../contract/text';

/** `Surfaceless: swrast`, by the lines `Surfaceless platform:` and `EGL driver name: swrast` of `eglinfo -B`; undefined when it names no platform. */
export function parseMesaDrivers(text: string): string[] | undefined {
  let platform: string | undefined;
  const drivers = text.split('\n').flatMap((line) => {
    platform = /^(\w[\w ]{0,40}) platform:\s*$/.exec(line)?.[1] ?? platform;
    const driver = /^\s*EGL driver name: (\S+)/.exec(line)?.[1];
    return driver === undefined || platform === undefined ? [] : [`${platform}: ${plainText(driver, 100)}`];
  });
  return platform === undefined ? undefined : [...new Set(drivers)].slice(0, 16);
}
