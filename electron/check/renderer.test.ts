import { describe, expect, test } from 'vitest';
import { claimOf, deviceName } from './renderer';

const NVIDIA = 'NVIDIA Corporation';

describe('what a renderer string claims', () => {
  test.each([
    ['Tesla V100-SXM2-16GB/PCIe/SSE2', NVIDIA, '4.6.0 NVIDIA 460.91.03', 'gpu'],
    ['NVIDIA A10/PCIe/SSE2', NVIDIA, '4.6.0 NVIDIA 470.82.01', 'gpu'],
    ['GeForce RTX 3090/PCIe/SSE2', NVIDIA, '4.6.0 NVIDIA 460.39', 'gpu'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', 'Mesa/X.org', '4.5 (Compatibility Profile) Mesa 22.3.6', 'software'],
    ['softpipe', 'VMware, Inc.', '3.3 Mesa 20.0', 'software'],
    ['Software Rasterizer', 'Mesa Project', '2.1 Mesa 7', 'software'],
    ['Mesa OffScreen', 'Brian Paul', '2.1', 'software'],
    ['Google SwiftShader', 'Google Inc.', 'OpenGL ES 3.0', 'software'],
    ['virgl', 'Red Hat', '4.3 Mesa', 'virtual'],
    ['virgl (LLVMPIPE (LLVM 12.0.0, 256 bits))', 'Mesa/X.org', '4.3', 'software'],
    ['SVGA3D; build: RELEASE;  LLVM;', 'VMware, Inc.', '4.1 Mesa', 'virtual'],
    ['zink (llvmpipe (LLVM 15.0.6, 256 bits))', 'Collabora Ltd', '4.6', 'software'],
    ['zink Vulkan 1.3(NVIDIA GeForce RTX 3060 (NVIDIA_PROPRIETARY))', 'Mesa', '4.6', 'gpu'],
    ['AMD Radeon RX 6800 (navi21, LLVM 15.0.6, DRM 3.49, 6.1.0)', 'AMD', '4.6 Mesa 22.3.6', 'gpu'],
    ['AMD Radeon Graphics (radeonsi, raphael_mendocino, LLVM 15.0.6, DRM 3.49, 6.1.0)', 'AMD', '4.6 Mesa 23', 'gpu'],
    ['Mesa Intel(R) UHD Graphics 770 (ADL-S GT1)', 'Intel', '4.6 Mesa 22', 'gpu'],
    ['NV137', 'Mesa', '4.3 Mesa 22', 'gpu'],
    ['D3D12 (NVIDIA GeForce RTX 3080)', 'Microsoft Corporation', '4.2 Mesa', 'virtual'],
    ['Mesa GLX Indirect', 'Mesa project', '1.4', 'indirect'],
    ['', '', '', 'unknown'],
    ['NVIDIA H100 80GB HBM3/PCIe/SSE2', NVIDIA, '4.6.0 NVIDIA 535.161.08', 'gpu'],
    ['GRID T4-4Q/PCIe/SSE2', NVIDIA, '4.6.0 NVIDIA 470.161.03', 'gpu'],
    // Mesa's force_gl_renderer and force_gl_vendor can write these; the version stays Mesa's.
    ['Tesla V100-SXM2-16GB/PCIe/SSE2', NVIDIA, '4.5 (Compatibility Profile) Mesa 22.3.6', 'unknown'],
    ['Tesla V100-SXM2-16GB/PCIe/SSE2', 'Mesa/X.org', '4.5 Mesa 22.3.6', 'unknown'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', NVIDIA, '4.6.0 NVIDIA 535', 'software'],
    ['SWR (LLVM 11.0.1, 256 bits)', 'Intel Corporation', '3.3 Mesa', 'software'],
    ['llvmpipe', 'Mesa', '4.5', 'software'],
    ['   ', 'x', 'y', 'unknown'],
    ['Apple M2', 'Apple', '4.1 Metal', 'unknown'],
    ['nouveau NV136', 'nouveau', '4.3 Mesa', 'gpu'],
    ['Parallels using AMD Radeon', 'Parallels', '4.1', 'virtual'],
  ])('%s by %s, %s: %s', (renderer, vendor, version, kind) => {
    expect(claimOf({ renderer, vendor, version }).kind).toBe(kind);
  });
});

test.each([
  ['NVIDIA A10/PCIe/SSE2', 'NVIDIA A10'],
  ['NVIDIA H100 80GB HBM3/PCIe', 'NVIDIA H100 80GB HBM3'],
  ['Quadro FX/AGP/SSE2', 'Quadro FX'],
  ['Mesa Intel(R) UHD Graphics 770 (ADL-S GT1)', 'Mesa Intel(R) UHD Graphics 770 (ADL-S GT1)'],
])('%s is called %s', (renderer, name) => {
  expect(deviceName(renderer)).toBe(name);
});
