/** What the page can ask for at all: ids of known things and closed choices, never commands, paths on hosts, or shell text (security.md R35). */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calls, events, mainCalls, mainEvents, secretCalls, workerCalls, type CallShape } from '../contract';

/** Names of all properties in a schema, as paths; values that JSON cannot have count as nothing. */
function propertiesOf(schema: z.ZodType): readonly string[] {
  const names: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) return node.forEach((each) => walk(each, path));
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' && typeof value === 'object' && value !== null)
        for (const [name, inner] of Object.entries(value)) {
          names.push(`${path}.${name}`);
          walk(inner, `${path}.${name}`);
        }
      else walk(value, path);
    }
  };
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), '');
  return names;
}

const inputs = (shapes: Readonly<Record<string, CallShape>>): readonly string[] =>
  Object.entries(shapes).flatMap(([name, { input }]) => propertiesOf(input).map((property) => `${name}${property}`));

describe('the page', () => {
  test('names no command, script, argument or file, but for the keys and packages that the operator chose', () => {
    const all = inputs({ ...calls, ...mainCalls });
    expect(all).toContain('host.save.address');
    expect(
      all.filter((name) => /command|script|shell|args?$|argument|path|file|socket|exec|env/i.test(name.split('.').slice(2).join('.'))),
      // Whether package files are used; which ones those are, `recipe.addPackages` is told, and it takes nothing else.
    ).toEqual(['host.save.auth.files', 'host.save.auth.onlyFiles', 'host.save.auth.path', 'recipe.planSetUp.wish.useFiles']);
  });

  test.each(Object.entries({ ...calls, ...mainCalls, ...secretCalls, ...workerCalls }))(
    '%s has a limit and refuses keys that nobody knows',
    (_name, shape) => {
      expect(shape.limit).toBeGreaterThan(0);
      expect(shape.input.safeParse({ surely: 'unknown' }).success).toBe(false);
    },
  );

  test('calls and events are named noun.verb', () => {
    for (const name of [...Object.keys(calls), ...Object.keys(events), ...Object.keys(mainCalls), ...Object.keys(mainEvents)])
      expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
  });
});
