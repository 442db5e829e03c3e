/** How an engine gets at the toolkit: Docker's runtime, and the CDI specification of the GPUs. */
import { nvidiaWorks } from '../../probe/doctor/hardware';
import { already, cannot, TO_DO } from './draft';
import { IDLE, type DraftStep, type PlanContext } from './recipe';

const CDI = '/etc/cdi/nvidia.yaml';
const DAEMON = '/etc/docker/daemon.json';
/** Left once Docker was told, for logins that may not ask Docker itself. */
const TOLD = '/etc/gearview/docker-nvidia-runtime';

export const ENGINE_FILES: readonly string[] = [CDI, DAEMON, TOLD];

/** A reload makes Docker read its runtimes anew (dockerd(8), "Configuration reload behavior"): no container is stopped, as a restart would. */
export function runtimeStep(context: PlanContext, packages: DraftStep): DraftStep {
  const { facts, survey } = context;
  const server = facts.container.docker?.server;
  const step = {
    id: 'toolkit-runtime',
    recipe: 'toolkit' as const,
    title: 'Make NVIDIA’s runtime known to Docker',
    uploads: [],
    undo: `Restores ${DAEMON}; Docker forgets the runtime when it is started the next time.`,
    seconds: 3,
  };
  const done = (state: DraftStep['state']): DraftStep => ({ ...step, state, ...IDLE });
  if (server?.kind === 'ok' && server.runtimes.includes('nvidia')) return done(already('Docker knows the runtime nvidia.'));
  if (server?.kind !== 'ok' && survey.files.has(DAEMON) && survey.files.has(TOLD))
    return done(already(`Docker was told of the runtime nvidia: ${DAEMON} is there.`));
  if (packages.state.kind === 'cannot') return done(cannot('The NVIDIA container toolkit cannot be installed.'));
  if (server?.kind === 'ok' && server.rootless)
    return done(cannot('Docker runs rootless: set the runtime up in that user’s own daemon.json, and turn cgroups off for it.'));
  if (facts.system.init !== undefined && facts.system.init !== 'systemd')
    return done(cannot(`The host does not run systemd: run “nvidia-ctk runtime configure --runtime=docker”, and send dockerd a HUP.`));
  return {
    ...step,
    state: TO_DO,
    task: {
      files: [],
      commands: [
        ['nvidia-ctk', 'runtime', 'configure', '--runtime=docker'],
        ['systemctl', 'reload', 'docker.service'],
        ['install', '-D', '-m', '0644', '/dev/null', TOLD],
      ],
      undo: [],
    },
    changes: `Adds the runtime nvidia to ${DAEMON}, and lets Docker read it; containers that run go on.`,
  };
}

const cdiOf = ({ facts, survey }: PlanContext): readonly string[] => [
  ...(facts.container.toolkit?.cdi ?? []),
  ...(survey.files.has(CDI) ? [CDI] : []),
];

export function cdiStep(context: PlanContext, packages: DraftStep): DraftStep {
  const step = {
    id: 'toolkit-cdi',
    recipe: 'toolkit' as const,
    title: 'Describe the GPUs for containers (CDI)',
    uploads: [],
    undo: `Removes ${CDI}.`,
    seconds: 3,
  };
  const done = (state: DraftStep['state']): DraftStep => ({ ...step, state, ...IDLE });
  const [spec] = cdiOf(context);
  if (spec !== undefined) return done(already(`${spec} describes the GPUs.`));
  if (packages.state.kind === 'cannot') return done(cannot('The NVIDIA container toolkit cannot be installed.'));
  if (!nvidiaWorks(context.facts)) return done(cannot('The NVIDIA driver does not work, so there is nothing to describe: mend it first.'));
  return {
    ...step,
    state: TO_DO,
    task: {
      files: [],
      commands: [
        // Containers of ordinary users read it too.
        ['install', '-d', '-m', '0755', '/etc/cdi'],
        ['nvidia-ctk', 'cdi', 'generate', `--output=${CDI}`],
      ],
      undo: [],
    },
    changes: `Writes ${CDI}, with the GPUs and the driver’s files as they are now.`,
    warning: 'After an update of the driver it has to be written again; from version 1.18 on the toolkit does that by itself.',
  };
}
