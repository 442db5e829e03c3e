/**
 * Recorded: VirtualGL's and Mesa's eglinfo. `vulkaninfo --summary` was written after threads of KhronosGroup/Vulkan-Tools (1.2 and 1.3),
 * vendor files after the packages of NVIDIA's driver 550 and Mesa 22.3.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuestionName } from '../contract/probe/answer';
import { GlFacts } from '../contract/probe/gl';
import { glFacts } from './gl';
import { rawsOf, type Raws } from './raws';

const RECORDED = join(import.meta.dirname, 'recorded/virtualgl');
const recorded = (name: string): string => readFileSync(join(RECORDED, name), 'utf8');
const factsFor = (answers: Partial<Record<QuestionName, string>>, status = 0): GlFacts =>
  GlFacts.parse(glFacts(rawsOf(Object.entries(answers).map(([key, text]) => ({ key, values: [`${status}\ncommand\0${text}`] })))));

test('vendor files, in the order in which they are read', () => {
  const text = `/etc/glvnd/egl_vendor.d/10_nvidia.json:"library_path" : "libEGL_nvidia.so.0"
/usr/share/glvnd/egl_vendor.d/50_mesa.json:"library_path":"libEGL_mesa.so.0"
grep: /etc/glvnd/egl_vendor.d/x.json: Permission denied`;
  expect(factsFor({ 'egl-vendors': text, 'vulkan-drivers': '' })).toEqual({
    eglVendors: [
      { path: '/etc/glvnd/egl_vendor.d/10_nvidia.json', library: 'libEGL_nvidia.so.0' },
      { path: '/usr/share/glvnd/egl_vendor.d/50_mesa.json', library: 'libEGL_mesa.so.0' },
    ],
    vulkanDrivers: [],
  });
});

describe('libraries', () => {
  test('those for 32 bits do not count beside others', () => {
    const text = `\tlibEGL_nvidia.so.0 (libc6) => /usr/lib/i386-linux-gnu/libEGL_nvidia.so.0
\tlibEGL.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libEGL.so.1
\tlibEGL.so.1 (libc6) => /lib/i386-linux-gnu/libEGL.so.1
\tlibGL.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libGL.so.1`;
    expect(factsFor({ 'gl-libraries': text }).libraries).toEqual(['libEGL.so.1', 'libGL.so.1']);
  });

  test('where there are no others they do', () => {
    expect(factsFor({ 'gl-libraries': '\tlibGL.so.1 (libc6) => /lib/libGL.so.1\n' }).libraries).toEqual(['libGL.so.1']);
  });
});

describe('EGL devices', () => {
  test('with and without DRM node, and one that does not answer', () => {
    expect(
      factsFor({ 'egl-devices': 'egl0 /dev/dri/card0 NVIDIA A10/PCIe/SSE2\negl1 - llvmpipe (LLVM 15.0.6, 256 bits)\negl2 - \nnonsense\n' })
        .eglDevices,
    ).toEqual([
      { device: 'egl0', node: '/dev/dri/card0', renderer: 'NVIDIA A10/PCIe/SSE2' },
      { device: 'egl1', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
      { device: 'egl2', renderer: '' },
    ]);
  });

  test('none is an answer, not having been asked is not', () => {
    expect(factsFor({ 'egl-devices': '' }).eglDevices).toEqual([]);
    expect(factsFor({ 'egl-devices': 'The NVIDIA driver does not answer, so this was not asked.' }, 4).eglDevices).toBeUndefined();
  });
});

test("Mesa's drivers by platform", () => {
  expect(factsFor({ 'mesa-egl': recorded('mesa_eglinfo_B.txt') }).mesaDrivers).toEqual(['Surfaceless: swrast']);
  expect(factsFor({ 'mesa-egl': recorded('eglinfo_-B.txt') }).mesaDrivers).toBeUndefined();
});

describe('Vulkan', () => {
  const SUMMARY = `==========
VULKANINFO
==========

Devices:
========
GPU0:
	apiVersion         = 1.3.242
	deviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
	deviceName         = NVIDIA A10
	driverID           = DRIVER_ID_NVIDIA_PROPRIETARY
	driverName         = NVIDIA
GPU1:
	deviceType         = PHYSICAL_DEVICE_TYPE_CPU
	deviceName         = llvmpipe (LLVM 15.0.6, 256 bits)
	driverID           = DRIVER_ID_MESA_LLVMPIPE
GPU2:
	deviceType         = PHYSICAL_DEVICE_TYPE_WHATEVER
	deviceName         = x
	driverName         = y
`;
  test('devices of every type', () => {
    expect(factsFor({ vulkan: SUMMARY }).vulkan).toEqual([
      { name: 'NVIDIA A10', type: 'discrete', driver: 'DRIVER_ID_NVIDIA_PROPRIETARY' },
      { name: 'llvmpipe (LLVM 15.0.6, 256 bits)', type: 'cpu', driver: 'DRIVER_ID_MESA_LLVMPIPE' },
      { name: 'x', type: 'other', driver: 'y' },
    ]);
  });

  test.each([
    ['no driver that works', 'ERROR: [Loader Message] Code 0 : vkCreateInstance: Found no drivers!\nCannot create Vulkan instance.\n', []],
    [
      'an old vulkaninfo',
      'vulkaninfo - Summarize Vulkan information in relation to the current environment.\n\nUSAGE: ./vulkaninfo [options]\n',
      undefined,
    ],
  ])('%s', (_name, text, devices) => {
    expect(factsFor({ vulkan: text }).vulkan).toEqual(devices);
  });
});

const WORDS = [
  'GPU0:\n',
  '\tdeviceName = ',
  'egl0 ',
  '- ',
  'x'.repeat(2000),
  '\n',
  'X11 platform:\n',
  'EGL driver name: ',
  '/a.json:"library_path": "',
  '"',
  '\u202e',
];

test('any text gives facts that fit', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(0, 1), (each, status) => {
      // Not through rawsOf, which takes a parser that throws for one that has not understood.
      const raws: Raws = { read: (_name, parse) => parse(each, status), raw: () => undefined, answers: () => [] };
      expect(() => GlFacts.parse(glFacts(raws))).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test.each(readdirSync(RECORDED))('the recording %s fits', (file) => {
  const text = readFileSync(join(RECORDED, file), 'utf8');
  const raws: Raws = { read: (_name, parse) => parse(text, 0), raw: () => undefined, answers: () => [] };
  expect(() => GlFacts.parse(glFacts(raws))).not.toThrow();
});
