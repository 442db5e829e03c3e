import { expect, test } from 'vitest';
import { facts, load } from './fixtures';
import { busiest, gpuViews } from './gpuViews';

test('what the watch says now lies over what the last look found', () => {
  const [first, second] = gpuViews(facts(), load());
  expect(first).toMatchObject({ id: '0', label: 'GPU 0', pci: '0000:07:00.0', load: 57, memoryUsed: 4096, powerLimit: 150 });
  expect(first?.processes).toHaveLength(2);
  expect(second).toMatchObject({ id: '1', load: 0, temperature: 33 });
});

test('a GPU of another maker has its name from PCI; a server’s own console and NVIDIA’s DRM card are none', () => {
  const views = gpuViews(
    facts({
      gpu: {
        nvidia: { gpus: [] },
        pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Radeon PRO W7900', driver: 'amdgpu' }],
        drm: [
          { card: '/dev/dri/card1', pci: '0000:03:00.0', driver: 'amdgpu', load: 12 },
          { card: '/dev/dri/card0', pci: '0000:02:00.0', driver: 'ast' },
          { card: '/dev/dri/card2', pci: '0000:07:00.0', driver: 'nvidia-drm' },
        ],
      },
    }),
    undefined,
  );
  expect(views).toEqual([{ id: 'card1', label: 'card1', name: 'Radeon PRO W7900', pci: '0000:03:00.0', load: 12, throttled: [] }]);
});

test('a GPU that only the watch knows is shown, too', () => {
  expect(gpuViews(undefined, load()).map(({ label, load: now }) => [label, now])).toEqual([['GPU 0', 57]]);
  expect(gpuViews(undefined, undefined)).toEqual([]);
});

test('the busiest counts; without a word there is none', () => {
  expect(
    busiest(
      load({
        gpus: [
          { id: '0', name: 'A', load: 3 },
          { id: '1', name: 'B', load: 80 },
          { id: '2', name: 'C' },
        ],
      }),
    ),
  ).toBe(80);
  expect(busiest(load({ gpus: [{ id: '2', name: 'C' }] }))).toBeUndefined();
  expect(busiest(undefined)).toBeUndefined();
});
