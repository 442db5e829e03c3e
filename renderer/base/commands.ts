/** Actions by name, for the command palette: every noun adds its own. */
export interface Command {
  readonly id: string;
  /** What it does, as its button says it. */
  readonly title: string;
  /** On what: a host, a desktop. */
  readonly on?: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** The commands that hold every word typed; those whose title begins with what was typed come first, else the order stays. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const text = typed.toLowerCase().trim();
  const words = text.split(/\s+/).filter((word) => word !== '');
  const found = commands.filter(({ title, on }) => {
    const whole = `${title} ${on ?? ''}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  const begins = ({ title }: Command): boolean => text !== '' && title.toLowerCase().startsWith(text);
  return [...found.filter(begins), ...found.filter((command) => !begins(command))];
}
