/** Docker or Podman, from the distribution. */
import { isContainer } from '../../probe/doctor/hardware';
import { askedOf } from './asked';
import { already, cannot, TO_DO, verification } from './draft';
import { packageStep } from './packageStep';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { ROUGH } from './rough';
import { isContainerMode } from './wishedGpu';

const UNIT = 'docker.service';
const NAMES = { docker: 'Docker', podman: 'Podman' } as const;
const IN_CONTAINER = 'This host is a container: engines are set up on the machine below it.';

function found({ facts, wish }: PlanContext): string | undefined {
  const { docker, podman } = facts.container;
  const version = wish.engine === 'docker' ? docker?.version : podman;
  return version === undefined ? undefined : `${NAMES[wish.engine]} ${version} is there.`;
}

const installStep = (context: PlanContext): DraftStep => {
  const { wish, facts, distribution } = context;
  const there = found(context);
  return packageStep(context, {
    id: 'engine',
    recipe: 'engine',
    title: `Install ${NAMES[wish.engine]}`,
    names: distribution.packages[wish.engine],
    rough: ROUGH[wish.engine],
    ...(there === undefined ? {} : { found: there }),
    ...(isContainer(facts) ? { why: IN_CONTAINER } : {}),
    ...(wish.engine === 'docker' ? { warning: 'Docker’s service runs as root, and changes the rules of the host’s firewall.' } : {}),
  });
};

/** Docker has a service; Podman has none that containers need. */
function serviceStep(context: PlanContext, install: DraftStep): DraftStep {
  return {
    id: 'engine-service',
    recipe: 'engine',
    title: 'Run Docker’s service',
    uploads: [],
    seconds: 5,
    ...serviceWork(serviceState(context, install)),
  };
}

function serviceWork(state: DraftStep['state']): Pick<DraftStep, 'state' | 'task' | 'changes' | 'undo'> {
  if (state.kind !== 'to-do') return { state, ...IDLE, undo: 'Nothing.' };
  return {
    state,
    task: { files: [], commands: [['systemctl', 'enable', '--now', UNIT]], undo: [['systemctl', 'disable', '--now', UNIT]] },
    changes: `Starts ${UNIT} now and at every start of the host.`,
    undo: `Stops ${UNIT} with its containers, and starts it no more.`,
  };
}

function serviceState({ facts, survey }: PlanContext, install: DraftStep): DraftStep['state'] {
  const server = facts.container.docker?.server;
  const service = survey.services.get(UNIT);
  if (server?.kind === 'ok') return already(`Docker’s service answers, version ${server.version}.`);
  if (service?.enabled === true && service.active) return already(`${UNIT} is on.`);
  if (server?.failure === 'permission') return already('Docker’s service runs; this login may not use it.');
  if (install.state.kind === 'cannot') return cannot('Docker cannot be installed.');
  if (facts.system.init !== undefined && facts.system.init !== 'systemd')
    return cannot('The host does not run systemd: start Docker’s service, dockerd, by its own means.');
  return TO_DO;
}

export const engine: Recipe = {
  asks(context) {
    const { wish, distribution } = context;
    if (!isContainerMode(wish.mode)) return {};
    return { ...askedOf(context, [distribution.packages[wish.engine]]), services: wish.engine === 'docker' ? [UNIT] : [] };
  },
  steps(context) {
    if (!isContainerMode(context.wish.mode)) return [];
    const install = installStep(context);
    return context.wish.engine === 'docker' ? [install, serviceStep(context, install)] : [install];
  },
  verify({ facts, wish }) {
    if (!isContainerMode(wish.mode)) return [];
    const { docker, podman } = facts.container;
    const server = docker?.server;
    if (wish.engine === 'podman')
      return [
        verification(
          { recipe: 'engine', command: 'podman --version', expected: 'a version' },
          podman ?? 'not installed',
          podman !== undefined,
        ),
      ];
    const got = server === undefined ? 'not installed' : server.kind === 'ok' ? server.version : server.text || server.failure;
    return [
      verification({ recipe: 'engine', command: 'docker version', expected: 'a version of its service' }, got, server?.kind === 'ok'),
    ];
  },
};
