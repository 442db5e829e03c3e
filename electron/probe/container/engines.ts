/** Podman, NVIDIA's container toolkit, and Kubernetes on this host. */
import { z } from 'zod';
import type { ContainerFacts } from '../../contract/probe/container';
import { jsonOf, linesOf, toWord } from '../system/bounds';

/** `podman version 4.9.3`. */
export const parsePodman = (text: string): string | undefined => /^podman version (\S{1,100})$/m.exec(text)?.[1];

/** `nvidia-ctk --version` or `nvidia-container-cli --version`, then `cdi FILE` a line. A specification may be there without them. */
export function parseToolkit(text: string): ContainerFacts['toolkit'] {
  const [, version] = /^(?:NVIDIA Container Toolkit CLI version|cli-version:|version:)\s+v?(\S{1,100})$/m.exec(text) ?? [];
  const cdi = linesOf(text).flatMap((each) => /^cdi (\/.+)$/.exec(each)?.[1] ?? []);
  return version === undefined && cdi.length === 0 ? undefined : { version: version ?? '', cdi: cdi.map(toWord).slice(0, 8) };
}

const Version = z.object({ clientVersion: z.object({ gitVersion: z.string() }) });

type Kubernetes = NonNullable<ContainerFacts['kubernetes']>;
/** Names of processes; rke2 starts a kubelet of its own. */
const NODES: readonly (readonly [NonNullable<Kubernetes['kind']>, RegExp])[] = [
  ['rke2', /^rke2/],
  ['microk8s', /^kubelite$/],
  ['k3s', /^k3s/],
  ['kubelet', /^kubelet$/],
];

/** `node PROCESS` a line, then `kubectl version --client -o json`. */
export function parseKubernetes(text: string): Kubernetes | undefined {
  const processes = linesOf(text).flatMap((each) => /^node (\S+)$/.exec(each)?.[1] ?? []);
  const kind = NODES.find(([, pattern]) => processes.some((name) => pattern.test(name)))?.[0];
  const kubectl = clientOf(text);
  if (kind === undefined && kubectl === undefined) return undefined;
  return {
    node: kind !== undefined,
    ...(kind === undefined ? {} : { kind }),
    ...(kubectl === undefined ? {} : { kubectl: toWord(kubectl) }),
  };
}

const clientOf = (text: string): string | undefined =>
  Version.safeParse(jsonOf(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))).data?.clientVersion.gitVersion;
