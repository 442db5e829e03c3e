import { describe, expect, test } from 'vitest';
import { parsePci, parsePciNames, pciAddress } from './pci';

test.each([
  ['00000000:07:00.0', '0000:07:00.0'],
  ['0000:8A:00.0', '0000:8a:00.0'],
  ['00000001:00:00.0', '0001:00:00.0'],
  ['PCI:0000:9b:00', '0000:9b:00.0'],
  ['0000:9b:00.3', '0000:9b:00.3'],
  // Intel's VMD has domains of five digits, which the contract does not know.
  ['10000:e1:00.0', undefined],
  ['00000000:07:00.9', undefined],
  ['7:0.0', undefined],
  ['', undefined],
])('%s is %s', (text, address) => {
  expect(pciAddress(text)).toBe(address);
});

describe('parsePci', () => {
  test.each([
    ['10de', 'nvidia'],
    ['1002', 'amd'],
    ['8086', 'intel'],
    ['1af4', 'virtual'],
    ['1234', 'virtual'],
    ['15ad', 'virtual'],
    ['1414', 'virtual'],
    ['1b36', 'virtual'],
    ['80ee', 'virtual'],
    ['1a03', 'server'],
    ['102b', 'server'],
    ['1d17', 'other'],
  ])('vendor %s is %s', (id, vendor) => {
    expect(parsePci(`0000:07:00.0 0x030000 0x${id} 0x2236 -`)).toEqual([{ pci: '0000:07:00.0', vendor, name: `${id}:2236` }]);
  });

  test('driver and name, where they are known', () => {
    const text = '0000:03:00.0 0x030000 0x1a03 0x2000 ast\n0000:07:00.0 0x030200 0x10de 0x2236 nvidia\nnonsense\n';
    expect(parsePci(text, new Map([['0000:07:00.0', 'NVIDIA Corporation GA102GL [A10]']]))).toEqual([
      { pci: '0000:03:00.0', vendor: 'server', name: '1a03:2000', driver: 'ast' },
      { pci: '0000:07:00.0', vendor: 'nvidia', name: 'NVIDIA Corporation GA102GL [A10]', driver: 'nvidia' },
    ]);
  });

  test('no GPU is an answer', () => {
    expect(parsePci('')).toEqual([]);
  });
});

// Written after the manual page of lspci 3.9, option -nn.
test('the names of lspci, without ids and revision', () => {
  const text = [
    '0000:00:02.0 VGA compatible controller [0300]: Intel Corporation Alder Lake-S GT1 [UHD Graphics 770] [8086:4680] (rev 0c)',
    '0000:07:00.0 3D controller [0302]: NVIDIA Corporation GA102GL [A10] [10de:2236] (rev a1)',
    '0000:08:00.0 Display controller [0380]: Advanced Micro Devices, Inc. [AMD/ATI] Device [1002:74a1] (prog-if 00)',
  ].join('\n');
  expect([...(parsePciNames(text) ?? [])]).toEqual([
    ['0000:00:02.0', 'Intel Corporation Alder Lake-S GT1 [UHD Graphics 770]'],
    ['0000:07:00.0', 'NVIDIA Corporation GA102GL [A10]'],
    ['0000:08:00.0', 'Advanced Micro Devices, Inc. [AMD/ATI] Device'],
  ]);
});

test('a lspci that cannot read the bus is not understood, one without GPUs is', () => {
  expect(parsePciNames('lspci: Cannot find any working access method.\n')).toBeUndefined();
  expect(parsePciNames('')?.size).toBe(0);
});
