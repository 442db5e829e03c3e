/** TurboVNC from its own packages, TigerVNC from the distribution's: the X proxies that hold desktops. */
import type { XProxyKind } from '../../contract/session';
import { askedOf } from './asked';
import type { PackageNames } from './distribution';
import { isOlder, xProxyFound, xProxyName, xProxyVersion } from './found';
import { packageStep } from './packageStep';
import type { PlanContext, Recipe } from './recipe';
import { ROUGH } from './rough';
import { packageOf } from './softwareSources';
import { verified, wasAnswered } from './verified';

type Context = Omit<PlanContext, 'survey'>;

/** From which version on a render node can be given to it (TurboVNC 3.2 and TigerVNC 1.14 release notes). */
const DRI3: Readonly<Record<XProxyKind, readonly [number, number]>> = { turbovnc: [3, 2], tigervnc: [1, 14] };

const namesOf = (context: Context, kind: XProxyKind): PackageNames =>
  kind === 'turbovnc' ? [packageOf(context, 'turbovnc')] : context.distribution.packages.tigervnc;

export function xProxyRecipe(kind: XProxyKind, command: (context: Context) => string): Recipe {
  const name = xProxyName(kind);
  const oldest = ({ wish }: Context): readonly [number, number] => (wish.mode === 'host-dri3' ? DRI3[kind] : [0, 0]);
  return {
    asks: (context) => askedOf(context, [namesOf(context, kind)]),
    steps: (context) => {
      const found = xProxyFound(context.facts, kind);
      const why = whyTooOld(context, kind, oldest(context));
      return [
        packageStep(context, {
          id: kind,
          recipe: kind,
          title: `Install ${name}`,
          names: namesOf(context, kind),
          rough: ROUGH[kind],
          ...(found === undefined ? {} : { found }),
          ...(why === undefined ? {} : { why }),
        }),
      ];
    },
    verify: (context) => {
      const version = xProxyVersion(context.facts, kind);
      const limit = oldest(context);
      const expected = limit[0] === 0 ? name : `${name} ${limit.join('.')} or newer`;
      const shown =
        version === undefined ? { got: 'Not installed', ok: false } : { got: `${name} ${version}`.trim(), ok: !isOlder(version, limit) };
      return [verified({ recipe: kind, command: command(context), expected }, wasAnswered(context.facts, 'x-proxies') ? shown : undefined)];
    },
  };
}

/** What is there counts, else what would be installed. */
function whyTooOld(context: PlanContext, kind: XProxyKind, limit: readonly [number, number]): string | undefined {
  const { facts, survey } = context;
  const names = namesOf(context, kind);
  const [name = ''] = 'why' in names ? [] : names;
  const version = xProxyVersion(facts, kind) ?? survey.packages.get(name) ?? survey.candidates?.get(name);
  if (version === undefined || !isOlder(version, limit)) return undefined;
  const other = kind === 'tigervnc' ? 'choose TurboVNC' : 'remove it first, so that a newer one can be installed';
  return `${xProxyName(kind)} ${version} cannot use a render node, which takes ${limit.join('.')} or newer: ${other}.`;
}
