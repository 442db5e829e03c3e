import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFps, reasonOf } from './glxgears';

test.each([
  ['7197 frames in 5.0 seconds = 1439.307 FPS', 1439.307],
  ['  60 frames in 5.012 seconds = 11.97 FPS ', 11.97],
  ['0 frames in 5.0 seconds =  0.000 FPS', undefined],
  ['1 frames in 5.0 seconds = nan FPS', undefined],
  ['GL_RENDERER   = 1 frames in 5.0 seconds = 2 FPS', undefined],
])('%s', (line, fps) => {
  expect(parseFps(line, 5)?.fps).toBe(fps);
});

test('any line gives a rate or none', () => {
  fc.assert(
    fc.property(fc.string(), fc.float(), (line, seconds) => {
      expect(parseFps(line, seconds)?.fps ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});

// As recorded from VirtualGL 3.1.4 and mesa-utils 8.5.
test.each([
  ['[VGL] ERROR: in init3D--\n[VGL]    245: Invalid EGL device', '', 'Invalid EGL device'],
  ['[VGL] ERROR: Could not open display :0.', '', 'Could not open display :0.'],
  [
    'Authorization required, but no authorization protocol specified\n\n[VGL] ERROR: Could not open display :91.',
    '',
    'Could not open display :91.',
  ],
  [
    '[VGL] WARNING: The EGL back end requires a 2D X server with a GLX extension.\n[VGL] ERROR: in sendGLXError--\n[VGL]    138: The EGL back end requires a 2D X server with a GLX extension.',
    '',
    'The EGL back end requires a 2D X server with a GLX extension.',
  ],
  ['[VGL] ERROR: in buildCfgAttribTable--\n[VGL]    479: Could not enable OpenGL API', '', 'Could not enable OpenGL API'],
  ['', "Error: couldn't open display :1", "Error: couldn't open display :1"],
  [
    'ATTENTION: default value of option vblank_mode overridden by environment.',
    "Error: couldn't find RGB GLX visual or fbconfig",
    "Error: couldn't find RGB GLX visual or fbconfig",
  ],
  ['/opt/VirtualGL/bin/vglrun: 263: exec: glxgears: not found', '', '/opt/VirtualGL/bin/vglrun: 263: exec: glxgears: not found'],
  ['', '', 'glxgears ended without a word.'],
])('%j %j: %s', (errors, words, reason) => {
  expect(reasonOf(errors, words)).toBe(reason);
});
