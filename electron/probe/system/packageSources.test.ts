// Entries as NVIDIA's instructions of different years wrote them.
import { expect, test } from 'vitest';
import { parsePackageSources } from './packageSources';

const LISTS = '/etc/apt/sources.list.d';
const TOOLKIT = `${LISTS}/nvidia-container-toolkit.list:deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg] https://nvidia.github.io/libnvidia-container/stable/deb/$(ARCH) /
${LISTS}/nvidia-container-toolkit.list:#deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg] https://nvidia.github.io/libnvidia-container/experimental/deb/$(ARCH) /
`;

test.each([
  ['one entry', TOOLKIT, []],
  [
    'the same repository without a key in a later file',
    `${TOOLKIT}${LISTS}/nvidia-docker.list:deb https://nvidia.github.io/libnvidia-container/stable/deb/amd64/ /`,
    [`${LISTS}/nvidia-container-toolkit.list`, `${LISTS}/nvidia-docker.list`],
  ],
  [
    'a key that comes late is taken',
    `${LISTS}/cuda.list:deb https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2204/x86_64/ /
${LISTS}/cuda2.list:deb [arch=amd64 signed-by=/usr/share/keyrings/cuda.gpg] https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2204/x86_64 /`,
    [],
  ],
  [
    'two keys',
    `${LISTS}/cuda-ubuntu2204-x86_64.list:deb [signed-by=/usr/share/keyrings/cuda-archive-keyring.gpg] https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2204/x86_64/ /
${LISTS}/cuda.sources:Types: deb
${LISTS}/cuda.sources:URIs: https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2204/x86_64/
${LISTS}/cuda.sources:Suites: /
${LISTS}/cuda.sources:Signed-By: /etc/apt/keyrings/cuda.asc
`,
    [`${LISTS}/cuda-ubuntu2204-x86_64.list`, `${LISTS}/cuda.sources`],
  ],
  [
    'stanzas that are off, and a key in the file',
    `${LISTS}/a.sources:Enabled: no
${LISTS}/a.sources:URIs: https://developer.download.nvidia.com/x
${LISTS}/a.sources:Suites: /
${LISTS}/a.sources:Signed-By: /a.gpg
${LISTS}/a.sources:
${LISTS}/a.sources:URIs: https://developer.download.nvidia.com/x
${LISTS}/a.sources:Suites: /
${LISTS}/a.sources:Signed-By:`,
    [],
  ],
  ['other repositories', `${LISTS}/x.list:deb https://a/ /\n${LISTS}/x.list:deb [signed-by=/k] https://a/ /`, []],
  ['nothing', '', []],
])('%s', (_, text, files) => {
  expect(parsePackageSources(text)).toEqual(files);
});
