/** How this machine starts GL and Vulkan, for real where they are there. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canHide } from '../../e2e/support/localHost';
import { askHost, standIn } from '../../e2e/support/askHost';

const virtualgl = existsSync('/opt/VirtualGL/bin/eglinfo');
const SLOW_GL = ['gpu_answered=yes', 'slow_gl'];

test.skipIf(!virtualgl)(`EGL devices as VirtualGL sees them${virtualgl ? '' : ' (not installed at /opt/VirtualGL)'}`, async () => {
  const { gl, answers } = await askHost(SLOW_GL);
  expect(gl.eglDevices).toEqual(
    expect.arrayContaining([expect.objectContaining({ device: 'egl0', renderer: expect.stringMatching(/./) })]),
  );
  expect(answers.get('mesa-egl')?.state).toBe('absent');
});

test.skipIf(virtualgl && !canHide)("Mesa's eglinfo, where VirtualGL is not there, leaves no file", async () => {
  const { gl, host } = await askHost(SLOW_GL, canHide ? { hidden: ['/opt/VirtualGL'] } : {});
  if (virtualgl && !canHide) return;
  expect(gl.mesaDrivers).toEqual(expect.arrayContaining([expect.stringMatching(/^Surfaceless: /)]));
  expect(await host.run('find "$HOME" -type f')).toBe('');
});

test('vulkaninfo, asked without the display', async () => {
  const vulkaninfo = standIn(
    'vulkaninfo',
    'printf "Devices:\\n========\\nGPU0:\\n\\tdeviceType = PHYSICAL_DEVICE_TYPE_CPU\\n\\tdeviceName = [%s]\\n" "$DISPLAY"',
  );
  const { gl } = await askHost(SLOW_GL, { standIns: [vulkaninfo], env: { DISPLAY: ':77' } });
  expect(gl.vulkan).toEqual([{ name: '[]', type: 'cpu', driver: '' }]);
});
