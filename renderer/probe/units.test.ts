import { expect, test } from 'vitest';
import { celsius, kib, mib, ofTotal, percent, shareOf, watts } from './units';

test('figures carry their units, and no more digits than mean something', () => {
  expect([mib(0), mib(512.4), mib(1023), mib(1024), mib(23_028)]).toEqual(['0 MiB', '512 MiB', '1023 MiB', '1.0 GiB', '22.5 GiB']);
  expect([kib(640), kib(2048), kib(3.5 * 1024 ** 2), kib(1.8 * 1024 ** 3)]).toEqual(['640 KiB', '2 MiB', '3.5 GiB', '1.8 TiB']);
  expect([percent(42.6), celsius(61.2), watts(82.4)]).toEqual(['43 %', '61 °C', '82 W']);
});

test('a part of a whole has one unit, unless that would make it nothing', () => {
  expect([ofTotal(3277, 23_028), ofTotal(18, 23_028), ofTotal(0, 23_028), ofTotal(5, 512)]).toEqual([
    '3.2 of 22.5 GiB',
    '18 MiB of 22.5 GiB',
    '0.0 of 22.5 GiB',
    '5 of 512 MiB',
  ]);
  expect([shareOf(5, 10), shareOf(11, 10), shareOf(5, 0), shareOf(undefined, 10)]).toEqual([50, 100, undefined, undefined]);
});
