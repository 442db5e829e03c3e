/** Rows of containers and clusters. */
import type { Facts } from '../../../electron/contract/probe';
import type { Container, ContainerFacts } from '../../../electron/contract/probe/container';
import { FACT_NAMES, factTexts as texts } from '../factTexts';
import { joined, map, rowMaker, type FactRow } from './row';

const names = FACT_NAMES.container;

export function containerRows(facts: Facts): readonly FactRow[] {
  const row = rowMaker(facts);
  const { docker, containers, podman, toolkit, kubernetes } = facts.container;
  return [
    ...row('docker', names.docker, map(docker, dockerLines)),
    ...row(
      'docker-containers',
      names.containers,
      map(containers, (all) => all.map(containerLine)),
    ),
    ...row('podman', names.podman, podman),
    ...row(
      'container-toolkit',
      names.toolkit,
      map(toolkit, ({ version, cdi }) => joined(version, cdi.length > 0 && texts.cdiFiles(cdi.join(', ')))),
    ),
    ...row(
      'kubernetes',
      names.kubernetes,
      map(kubernetes, ({ kubectl, node, kind }) => joined(map(kubectl, texts.kubectl), node ? texts.node(kind) : texts.noNode)),
    ),
  ];
}

function dockerLines({ version, server }: NonNullable<ContainerFacts['docker']>): readonly string[] {
  if (server.kind === 'failed') return [texts.client(version), server.text];
  const { cgroupDriver, cgroupVersion, runtimes, defaultRuntime, rootless, cdi } = server;
  return [
    joined(server.version, rootless && texts.rootless, cdi && texts.withCdi),
    texts.cgroup(cgroupVersion, cgroupDriver),
    texts.runtimes(runtimes.map((runtime) => (runtime === defaultRuntime ? texts.isDefault(runtime) : runtime)).join(', ')),
  ];
}

function containerLine({ name, image, running, paused, gpu, smi, privileged, ours }: Container): string {
  return joined(
    name,
    image,
    paused ? texts.paused : running ? texts.running : texts.stopped,
    gpu && texts.withGpu,
    smi !== undefined && smi !== 'ok' && texts.smiFails,
    privileged && texts.privileged,
    ours && texts.ours,
  );
}
