/** The versions of NVIDIA's driver on a host: the module that runs, the one on disk, and the libraries. */
import type { GpuFacts } from '../../contract/probe/gpu';
import { word } from './field';

export type DriverVersions = Pick<GpuFacts['nvidia'], 'moduleLoaded' | 'moduleOnDisk' | 'userSpace'>;

const VERSION = /(?<![\d.])\d{3}\.\d{1,4}(?:\.\d{1,4})?(?![\d.])/;
/** libcuda comes last: the loader may find that of CUDA's compatibility package, which is another version by intention. */
const LIBRARIES = [/\/libnvidia-ml\.so/, /\/lib(GLX|EGL)_nvidia\.so/, /\/libnvidia-[a-z]+core\.so/, /\/libcuda\.so/];

/** Lines `proc:`, `sys:`, `modinfo:` with a version in them, and `library:` with the path of a file that is named by its version. */
export function parseDriverVersions(text: string): DriverVersions | undefined {
  const of = (key: string): readonly string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${key}: `))
      .slice(0, 64)
      .map((line) => line.slice(key.length + 2).trim());
  const libraries = of('library').flatMap((path) => {
    const version = /\.so\.(\d{3}\.[\d.]{1,20})$/.exec(path)?.[1];
    return version === undefined ? [] : [{ path, version }];
  });
  const library = LIBRARIES.flatMap((kind) => libraries.filter(({ path }) => kind.test(path)))[0];
  const versions = {
    moduleLoaded: bounded(of('sys')[0] ?? VERSION.exec(of('proc')[0] ?? '')?.[0]),
    moduleOnDisk: bounded(of('modinfo')[0]),
    userSpace: library?.version,
  };
  return Object.values(versions).every((each) => each === undefined) ? undefined : versions;
}

const bounded = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : word(text));
