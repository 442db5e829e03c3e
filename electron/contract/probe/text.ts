/** Bounds of what a host says: untrusted text, already plain, and counts. */
import { z } from 'zod';

/** A name, a version, a path. */
export const word = z.string().max(256);
/** A sentence or a command line. */
export const line = z.string().max(1024);
export const count = z.number().int().min(0);
/** 0..100. */
export const percent = z.number().min(0).max(100);
/** `0000:07:00.0`, as sysfs writes it. */
export const Pci = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/);
