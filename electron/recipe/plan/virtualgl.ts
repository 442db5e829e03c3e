/** VirtualGL, from the app's package files or its own repository. vglserver_config is none of it: EGL needs no configuration. */
import { SOFTWARE_RENDERER } from '../../probe/softwareRenderer';
import type { Verification } from '../../contract/setUp';
import { askedOf } from './asked';
import { isOlder, virtualglFound } from './found';
import { packageStep } from './packageStep';
import type { PlanContext, Recipe } from './recipe';
import { ROUGH } from './rough';
import { packageOf } from './softwareSources';
import { verified, wasAnswered } from './verified';
import { namesIn } from './words';

/** The first version with the EGL back end. */
const EGL: readonly [number, number] = [3, 0];

const drawsByEgl = ({ wish }: Pick<PlanContext, 'wish'>): boolean => wish.mode === 'host-egl';

export const virtualgl: Recipe = {
  asks: (context) => askedOf(context, [[packageOf(context, 'virtualgl')]]),
  steps: (context) => {
    const found = virtualglFound(context.facts);
    const why = whyTooOld(context);
    return [
      packageStep(context, {
        id: 'virtualgl',
        recipe: 'virtualgl',
        title: 'Install VirtualGL',
        names: [packageOf(context, 'virtualgl')],
        rough: ROUGH.virtualgl,
        ...(found === undefined ? {} : { found }),
        ...(why === undefined ? {} : { why }),
      }),
    ];
  },
  verify: (context) => [versionShown(context), ...(drawsByEgl(context) ? [devicesShown(context)] : [])],
};

/** Nothing is upgraded here; an RPM of VirtualGL could not even be (VirtualGL's doc/install.txt). */
function whyTooOld(context: PlanContext): string | undefined {
  const { facts, survey, distribution } = context;
  const name = packageOf(context, 'virtualgl');
  const version = facts.desktop.virtualgl?.version ?? survey.packages.get(name);
  if (version === undefined || !drawsByEgl(context) || !isOlder(version, EGL)) return undefined;
  const removal = distribution.family === 'redhat' ? `rpm -e ${name} --allmatches` : `apt-get remove ${name}`;
  return `VirtualGL ${version} has no EGL back end, which came with ${EGL.join('.')}: remove it first (${removal}), then plan again.`;
}

function versionShown(context: PlanContext): Verification {
  const { facts } = context;
  const version = facts.desktop.virtualgl?.version;
  const shown =
    version === undefined
      ? { got: 'Not installed', ok: false }
      : { got: `VirtualGL ${version}`, ok: !drawsByEgl(context) || !isOlder(version, EGL) };
  return verified(
    {
      recipe: 'virtualgl',
      command: '/opt/VirtualGL/bin/vglrun --version',
      expected: drawsByEgl(context) ? `VirtualGL ${EGL.join('.')} or newer` : 'VirtualGL',
    },
    wasAnswered(facts, 'virtualgl') ? shown : undefined,
  );
}

function devicesShown({ facts }: PlanContext): Verification {
  const renderers = facts.gl.eglDevices?.map(({ device, renderer }) => `${device} ${renderer === '' ? 'does not answer' : renderer}`);
  const hardware = facts.gl.eglDevices?.some(({ renderer }) => renderer !== '' && !SOFTWARE_RENDERER.test(renderer)) === true;
  return verified(
    { recipe: 'virtualgl', command: '/opt/VirtualGL/bin/eglinfo -e', expected: 'An EGL device that is a GPU' },
    renderers === undefined ? undefined : { got: renderers.length === 0 ? 'No EGL device' : namesIn(renderers), ok: hardware },
  );
}
