/** Container facts: the engines and clusters of a host, and its containers. */
import type { ContainerFacts } from '../contract/probe/container';
import { parseContainers, withInside } from './container/containers';
import { parseDocker } from './container/docker';
import { parseKubernetes, parsePodman, parseToolkit } from './container/engines';
import { parseInside } from './container/inside';
import type { Raws } from './raws';

export function containerFacts(raws: Raws): ContainerFacts {
  return {
    docker: raws.read('docker', parseDocker),
    containers: withInside(raws.read('docker-containers', parseContainers), raws.read('docker-gpu', parseInside)),
    podman: raws.read('podman', parsePodman),
    toolkit: raws.read('container-toolkit', parseToolkit),
    kubernetes: raws.read('kubernetes', parseKubernetes),
  };
}
