import { expect, test } from 'vitest';
import { parseParameters } from './parameters';

// /proc/driver/nvidia/params has the mode in decimal.
test.each([
  [
    'open to all',
    'ModifyDeviceFiles: 1\nDeviceFileUID: 0\nDeviceFileGID: 0\nroot:x:0:\nDeviceFileMode: 438\nmodeset: Y',
    { nodeMode: '666', nodeGroup: 'root', modeset: true },
  ],
  [
    'restricted by vglserver_config',
    'DeviceFileGID: 1001\nvglusers:x:1001:op\nDeviceFileMode: 432\nmodeset: N',
    { nodeMode: '660', nodeGroup: 'vglusers', modeset: false },
  ],
  ['a group without a name', 'DeviceFileGID: 4242\nDeviceFileMode: 432', { nodeMode: '660', nodeGroup: '4242' }],
  ['a name of another group', 'DeviceFileGID: 4242\nvideo:x:44:', { nodeGroup: '4242' }],
  ['a mode that is none', 'DeviceFileMode: 99999\nmodeset: 1', { modeset: true }],
])('%s', (_name, text, parameters) => {
  expect(parseParameters(text)).toEqual(parameters);
});

test('what is no list of parameters tells nothing', () => {
  expect(parseParameters('cat: Permission denied')).toBeUndefined();
});
