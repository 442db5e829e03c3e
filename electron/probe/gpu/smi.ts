/** nvidia-smi's table of GPUs. */
import type { NvidiaGpu } from '../../contract/probe/gpu';
import { decimal, degrees, percentOf, whole, word } from './field';
import { pciAddress } from './pci';
import { smiFailure, type SmiFailed } from './smiFailure';

export interface SmiReport {
  readonly gpus: NvidiaGpu[];
  /** Of the first GPU that tells. */
  readonly driver?: string;
  /** One that did not answer makes a failure, whatever the others said and whatever the exit status is. */
  readonly failed?: SmiFailed;
}

/**
 * `nvidia-smi --query-gpu=index,… --format=csv,nounits`, with its header, as drivers know more fields or fewer.
 * Undefined when there is neither a table nor a failure.
 */
export function parseSmi(text: string, status: number): SmiReport | undefined {
  const lines = text.split('\n').slice(0, 256);
  const at = lines.findIndex((line) => line.startsWith('index, '));
  const header = (at < 0 ? '' : (lines[at] ?? '')).split(',').map((field) => field.replace(/ \[.*\]$/, '').trim());
  const isRow = (line: string): boolean => header.length > 1 && line.split(',').length === header.length;
  const rows = lines.slice(at + 1).filter(isRow);
  const read = rows.map((row) =>
    rowOf(
      header,
      row.split(',').map((field) => field.trim()),
    ),
  );
  const gpus = read.flatMap(({ gpu }) => gpu ?? []).slice(0, 32);
  const said = lines.filter((line, number) => number !== at && !isRow(line));
  const failed = smiFailure(said.join('\n'), text, status, gpus.length > 0);
  if (at < 0 && failed === undefined) return undefined;
  return { gpus, driver: read.find(({ driver }) => driver !== undefined)?.driver, failed };
}

const isTold = (value: string | undefined): value is string => value !== undefined && value !== '' && !/^\[.*\]$|^N\/A$|^ERR!$/.test(value);

function rowOf(header: readonly string[], row: readonly string[]): { readonly gpu?: NvidiaGpu; readonly driver?: string } {
  const field = (name: string): string | undefined => {
    const value = row[header.indexOf(name)];
    return isTold(value) ? value : undefined;
  };
  const either = (name: string): boolean | undefined => ({ Enabled: true, Disabled: false })[field(name) ?? ''];
  const index = whole(field('index'));
  if (index === undefined) return {};
  const computeMode = field('compute_mode');
  const gpu: NvidiaGpu = {
    index,
    uuid: word(field('uuid') ?? ''),
    name: word(field('name') ?? ''),
    pci: pciAddress(field('pci.bus_id') ?? ''),
    memoryTotal: whole(field('memory.total')),
    memoryUsed: whole(field('memory.used')),
    load: percentOf(field('utilization.gpu')),
    temperature: degrees(field('temperature.gpu')),
    power: decimal(field('power.draw')),
    powerLimit: decimal(field('power.limit')),
    computeMode: computeMode === undefined ? undefined : word(computeMode),
    mig: either('mig.mode.current'),
    persistence: either('persistence_mode'),
    eccUncorrected: whole(field('ecc.errors.uncorrected.volatile.total')),
  };
  const driver = field('driver_version');
  return driver === undefined ? { gpu } : { gpu, driver: word(driver) };
}
