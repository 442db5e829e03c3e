/** NVIDIA's repository of its container toolkit. */
import { sourceName, type Source } from './source';
import type { PlanContext } from './recipe';

const BASE = 'https://nvidia.github.io/libnvidia-container';

export function toolkitSource(context: Pick<PlanContext, 'distribution'>): Source {
  const name = sourceName(context, 'gearview-nvidia-container-toolkit');
  const common = {
    id: 'toolkit-repository',
    title: 'Add the repository of the NVIDIA container toolkit',
    name,
    warning: 'The key of this repository is fetched over HTTPS from NVIDIA, and nothing else vouches for it.',
  };
  if (context.distribution.manager !== 'apt')
    return { ...common, files: [{ path: name.path, mode: '0644', text: repository(name.id) }], commands: [], keys: [] };
  const key = `/etc/apt/keyrings/${name.id}.asc`;
  return {
    ...common,
    files: [{ path: name.path, mode: '0644', text: `deb [signed-by=${key}] ${BASE}/stable/deb/$(ARCH) /\n` }],
    commands: [
      ['install', '-d', '-m', '0755', '/etc/apt/keyrings'],
      ['curl', '-fsSL', '--proto', '=https', '--max-time', '60', '-o', key, `${BASE}/gpgkey`],
      ['chmod', '0644', key],
    ],
    keys: [key],
  };
}

/** Both the lists and the packages are checked. */
const repository = (id: string): string =>
  [
    `[${id}]`,
    `name=${id}`,
    `baseurl=${BASE}/stable/rpm/$basearch`,
    'enabled=1',
    'repo_gpgcheck=1',
    'gpgcheck=1',
    `gpgkey=${BASE}/gpgkey`,
    'sslverify=1',
    '',
  ].join('\n');
