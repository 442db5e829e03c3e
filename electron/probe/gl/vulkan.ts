/** The devices that Vulkan offers without a display. */
import type { VulkanDevice } from '../../contract/probe/gl';
import { plainText } from '../../contract/text';

const TYPES: Readonly<Record<string, VulkanDevice['type']>> = {
  CPU: 'cpu',
  DISCRETE_GPU: 'discrete',
  INTEGRATED_GPU: 'integrated',
  VIRTUAL_GPU: 'virtual',
};
/** vulkaninfo where the loader finds no driver that works. */
const NONE = /ERROR_INCOMPATIBLE_DRIVER|VK_ERROR_INITIALIZATION_FAILED|Cannot create Vulkan instance|Failed to detect any valid GPUs/i;

/** The devices of `vulkaninfo --summary`, with `driverID` or, before Vulkan 1.2, `driverName`; undefined when it is no summary. */
export function parseVulkan(text: string): VulkanDevice[] | undefined {
  const [, ...blocks] = text.slice(0, 100_000).split(/^GPU\d{1,3}:\s*$/m);
  if (blocks.length === 0) return NONE.test(text) || /^Devices:/m.test(text) ? [] : undefined;
  return blocks.slice(0, 16).map((block) => {
    const value = (name: string): string => new RegExp(`^\\s+${name}\\s*= (.*)$`, 'm').exec(block)?.[1] ?? '';
    const type = /^PHYSICAL_DEVICE_TYPE_(\w+)/.exec(value('deviceType'))?.[1] ?? '';
    return {
      name: plainText(value('deviceName'), 250),
      type: Object.hasOwn(TYPES, type) ? (TYPES[type] ?? 'other') : 'other',
      driver: plainText(value('driverID') || value('driverName'), 250),
    };
  });
}
