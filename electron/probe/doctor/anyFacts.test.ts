/** Whatever a host says, the doctor's answer fits the contract, and says the same when it is asked again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Check } from '../../contract/check';
import { Diagnosis } from '../../contract/doctor';
import { LogEntry } from '../../contract/log';
import { Facts } from '../../contract/probe';
import { QuestionName } from '../../contract/probe/answer';
import { factsOf } from '../facts';
import { diagnose } from './diagnose';
import { ENTRIES } from './entries';
import { HOST_ID } from './fixtures';

/** Of JSON Schema, what the contract is made of. */
const Shape = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  prefixItems: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  maxLength: z.number().optional(),
});

/** What the detections look for, and what they have to withstand. */
const WORDS = (
  'nvidia nouveau vfio-pci amdgpu docker vglusers render root 660 wayland gdm3 49.1 debian ubuntu rocky 10 3.1.1 1.16.1 Exclusive_Process ' +
  'Unlicensed graphics libEGL_nvidia.so.0 libvulkan.so.1 /dev/nvidia0 /dev/nvidiactl /dev/dri/renderD128 Xorg.10.log $(reboot) `id` -rf'
)
  .split(' ')
  .concat(['', 'llvmpipe (LLVM 15.0.6, 256 bits)', '(EE) no screens found(EE)', 'NVIDIA A10/PCIe/SSE2', "'; rm -rf / #", '\u{202e}\n\0']);

function textOf({ pattern, maxLength = 64 }: z.infer<typeof Shape>): fc.Arbitrary<unknown> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const long = fc.constantFrom('x'.repeat(maxLength), '’'.repeat(maxLength), '$(x) '.repeat(maxLength).slice(0, maxLength));
  return fc.oneof({ arbitrary: fc.constantFrom(...WORDS), weight: 4 }, fc.string({ maxLength: Math.min(maxLength, 40) }), long);
}

/** Any value that a schema of the contract takes. */
function anyOf(schema: unknown): fc.Arbitrary<unknown> {
  const shape = Shape.parse(schema);
  const choices = shape.anyOf ?? shape.oneOf;
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  if (choices !== undefined) return fc.oneof(...choices.map(anyOf));
  switch (shape.type ?? 'nothing') {
    case 'string':
      return textOf(shape);
    case 'integer':
      return fc.integer({ min: Math.max(shape.minimum ?? -1000, -1000), max: Math.min(shape.maximum ?? 100_000, 100_000) });
    case 'number':
      return fc.double({ min: Math.max(shape.minimum ?? -1e6, -1e6), max: Math.min(shape.maximum ?? 1e13, 1e13), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array': {
      if (shape.prefixItems !== undefined) return fc.tuple(...shape.prefixItems.map(anyOf));
      return fc.array(anyOf(shape.items), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.max(shape.minItems ?? 0, Math.min(shape.maxItems ?? 3, 3)),
      });
    }
    case 'object':
      return shape.properties === undefined
        ? fc.dictionary(fc.constantFrom(...WORDS), anyOf(shape.additionalProperties), { maxKeys: 3 })
        : fc.record(Object.fromEntries(Object.entries(shape.properties).map(([name, each]) => [name, anyOf(each)])), {
            requiredKeys: shape.required ?? [],
          });
    default:
      throw new Error(`not a shape of the contract: ${JSON.stringify(schema)}`);
  }
}

const anyFacts = anyOf(z.toJSONSchema(Facts)).map((value) => Facts.parse(value));
const anyChecks = fc.array(
  anyOf(z.toJSONSchema(Check.omit({ phase: true }))).map((value) => Check.parse(Object.assign({}, value, { phase: { kind: 'done' } }))),
  { maxLength: 2 },
);
const anyLog = fc.array(
  anyOf(z.toJSONSchema(LogEntry)).map((value) => LogEntry.parse(value)),
  { maxLength: 3 },
);

/** What is wrong with the answer to it. */
function wrongIn(seen: Parameters<typeof diagnose>[0]): readonly unknown[] {
  const findings = [...diagnose(seen, ENTRIES)];
  const keys = findings.map(({ key }) => key);
  const again = diagnose(seen, ENTRIES);
  // Every command of the doctor does without them, so what a host says has come in where one is found.
  const commands = findings.flatMap(({ cure }) => (cure.kind === 'command' ? cure.commands : []));
  return [
    ...(Diagnosis.safeParse({ hostId: HOST_ID, findings }).error?.issues ?? []),
    ...keys.filter((key, at) => keys.indexOf(key) !== at),
    ...commands.filter((command) => /[^\w./:=*+@|, -]|(^| )-rf/.test(command)),
    ...findings.filter((finding, at) => JSON.stringify(finding) !== JSON.stringify(again[at])),
  ];
}

test('any facts, checks and log of the contract', () => {
  fc.assert(
    fc.property(anyFacts, anyChecks, anyLog, fc.constantFrom('forward', 'relay', undefined), (facts, checks, log, way) => {
      expect(wrongIn({ facts, checks, log, way })).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('any answers of a host', () => {
  const record = fc.record({
    key: fc.constantFrom<string>(...QuestionName.options, 'nonsense'),
    values: fc.tuple(
      fc
        .tuple(fc.constantFrom('0', '1', '3', '124'), fc.constantFrom('ask', ''), fc.oneof(fc.constantFrom(...WORDS), fc.string()))
        .map(([status, command, text]) => `${status}\n${command}\0${text}`),
    ),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), (records) => {
      const { facts } = factsOf(records, { hostId: HOST_ID, at: 1_800_000_000_000, ms: 100, noise: undefined });
      expect(Facts.safeParse(facts).error?.issues ?? []).toEqual([]);
      expect(wrongIn({ facts, checks: [], log: [], way: undefined })).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);
