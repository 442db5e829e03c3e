// kubectl as recorded (1.32); podman, the toolkit and microk8s as their documentation and public threads show them.
import { expect, test } from 'vitest';
import { printed } from '../system/recording';
import { parseKubernetes, parsePodman, parseToolkit } from './engines';

test('podman', () => {
  expect(parsePodman('podman version 4.9.3\n')).toBe('4.9.3');
  expect(parsePodman('Error: cannot setup namespace')).toBeUndefined();
});

test('the container toolkit, of either program, and CDI', () => {
  expect(
    parseToolkit(
      'NVIDIA Container Toolkit CLI version 1.17.8\ncommit: f202b80a9b9d0db00d9b1d73c0128c8962c55f4d\ncdi /etc/cdi/nvidia.yaml\n',
    ),
  ).toEqual({
    version: '1.17.8',
    cdi: ['/etc/cdi/nvidia.yaml'],
  });
  expect(parseToolkit('cli-version: 1.14.3\nlib-version: 1.14.3\n')).toEqual({ version: '1.14.3', cdi: [] });
  expect(parseToolkit('cdi /var/run/cdi/nvidia.yaml')).toEqual({ version: '', cdi: ['/var/run/cdi/nvidia.yaml'] });
  expect(parseToolkit('illegal instruction')).toBeUndefined();
});

test('kubectl and nodes', () => {
  const kubectl = printed('kubernetes/kubectl_version_json.txt');
  expect(parseKubernetes(kubectl)).toEqual({ node: false, kubectl: 'v1.32.4-dispatcher' });
  expect(parseKubernetes(`node kubelet\n${kubectl}`)).toEqual({ node: true, kind: 'kubelet', kubectl: 'v1.32.4-dispatcher' });
  expect(parseKubernetes('node kubelet\nnode rke2')).toEqual({ node: true, kind: 'rke2' });
  expect(parseKubernetes('node k3s-agent\n')).toEqual({ node: true, kind: 'k3s' });
  expect(parseKubernetes('node kubelite\n{broken')).toEqual({ node: true, kind: 'microk8s' });
  expect(parseKubernetes('error: unknown flag: --client')).toBeUndefined();
});
