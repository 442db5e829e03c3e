/** The containers of a host, one line of `docker inspect` each, in the order of resources/probe/container.sh. */
import { z } from 'zod';
import type { Container } from '../../contract/probe/container';
import { jsonOf, toWord } from '../system/bounds';
import type { Inside } from './inside';

const Request = z.object({
  Driver: z.string().nullish(),
  DeviceIDs: z.array(z.string()).nullish(),
  Capabilities: z.array(z.array(z.string())).nullish(),
});
const Device = z.object({ PathInContainer: z.string() });
const names = z.array(z.string().nullable());
const Inspected = z.tuple([
  /* id */ z.string().regex(/^[0-9a-f]{12,64}$/),
  /* name */ z.string(),
  /* image */ z.string(),
  /* running */ z.boolean(),
  /* paused */ z.boolean(),
  /* device requests */ z.array(Request).nullish(),
  /* devices */ z.array(Device).nullish(),
  /* runtime */ z.string().nullish(),
  /* init */ z.boolean().nullish(),
  /* bytes of /dev/shm */ z.number().nullish(),
  /* IPC mode */ z.string().nullish(),
  /* privileged */ z.boolean(),
  /* Gearview's label */ z.string().nullish(),
  /* where something is mounted */ names,
  /* NVIDIA_* variables */ names,
]);
type Inspected = z.infer<typeof Inspected>;

/** Undefined when Docker said something else, e.g. that it cannot be reached. */
export function parseContainers(text: string, status: number): readonly Container[] | undefined {
  const lines = text.split('\n', 1000).filter((each) => each.trim() !== '' && !each.startsWith('WARNING'));
  const containers = lines.flatMap((each) => containerOf(each.slice(0, 32_000)) ?? []);
  return containers.length === 0 && (status !== 0 || lines.length > 0) ? undefined : containers.slice(0, 64);
}

function containerOf(text: string): Container | undefined {
  const [, array] = /^(?:gpu|-) (\[.*\])$/.exec(text) ?? [];
  const inspected = array === undefined ? undefined : Inspected.safeParse(jsonOf(array)).data;
  if (inspected === undefined) return undefined;
  const [id, name, image, running, paused, requests, devices, runtime, init, shm, ipc, privileged, label, mounts, environment] = inspected;
  const value = (key: string): string | undefined =>
    environment.findLast((each) => each?.startsWith(`${key}=`) === true)?.slice(key.length + 1);
  const capabilities = value('NVIDIA_DRIVER_CAPABILITIES');
  // Mounted from elsewhere, or another's: then ShmSize says nothing.
  const ownShm = !mounts.includes('/dev/shm') && (ipc === undefined || ipc === null || /^(|private|shareable)$/.test(ipc));
  return {
    id,
    name: toWord(name.replace(/^\//, '')),
    image: toWord(image),
    running,
    paused,
    gpu: hasGpu(requests ?? [], devices ?? [], runtime ?? '', value('NVIDIA_VISIBLE_DEVICES')),
    ...(capabilities === undefined
      ? {}
      : {
          capabilities: capabilities
            .split(',')
            .map((each) => toWord(each.trim()))
            .slice(0, 16),
        }),
    init: init ?? false,
    ...(ownShm && shm !== undefined && shm !== null && shm > 0 ? { shm: Math.round(shm / 1024) } : {}),
    privileged,
    ours: (label ?? '') !== '',
  };
}

/** CUDA images set NVIDIA_VISIBLE_DEVICES themselves: without NVIDIA's runtime it gives nothing. */
function hasGpu(
  requests: NonNullable<Inspected[5]>,
  devices: NonNullable<Inspected[6]>,
  runtime: string,
  visible: string | undefined,
): boolean {
  const requested = requests.some(({ Driver, DeviceIDs, Capabilities }) =>
    Driver === 'cdi' ? DeviceIDs?.some((id) => id.startsWith('nvidia.com/')) : Driver === 'nvidia' || Capabilities?.flat().includes('gpu'),
  );
  const given = devices.some(({ PathInContainer }) => /^\/dev\/nvidia\d+$/.test(PathInContainer));
  return requested || given || (/nvidia/.test(runtime) && !/^(void|none|)$/.test(visible ?? 'all'));
}

/** What was seen inside goes before what was asked for: /dev/shm may be mounted anew there. */
export const withInside = (
  containers: readonly Container[] | undefined,
  seen: ReadonlyMap<string, Inside> | undefined,
): Container[] | undefined => containers?.map((container) => ({ ...container, ...(container.gpu ? seen?.get(container.id) : undefined) }));
