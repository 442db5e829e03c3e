/** The files by which glvnd and the Vulkan loader find drivers. */
import type { GlFacts } from '../../contract/probe/gl';
import { plainText } from '../../contract/text';

/** Lines `PATH.json:"library_path" : "LIBRARY"` of grep, in the order in which the loader reads the files. No file is an answer too. */
export function parseVendorFiles(text: string): NonNullable<GlFacts['eglVendors']> {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, path, library] = /^(\/[^:]+\.json):"library_path"\s*:\s*"([^"]+)"/.exec(line) ?? [];
      return path === undefined || library === undefined ? [] : [{ path: plainText(path, 250), library: plainText(library, 250) }];
    })
    .slice(0, 16);
}
