/** Options that npm takes for others of its own: for the beginning of one, or for several of one letter (-d -a -y -s). */
const expanded: { readonly [option: string]: readonly string[] } = {
  to: ['token_description'],
  days: ['all', 'yes'],
};

/**
 * Options of a command that were typed without `--` before them: npm keeps such for itself, and the command would run as if they
 * had not been typed, a dry run among them. npm leaves a variable for each: `npm_config_dry_run`.
 */
export function optionsNpmTook(
  { name, options }: { readonly name: string; readonly options: readonly string[] },
  words: readonly string[],
  environment: { readonly [variable: string]: string | undefined },
): readonly string[] {
  if (environment.npm_lifecycle_event !== name) return []; // npm did not start it, or started something else that does
  return options
    .filter((option) => {
      const typed = words.some((word) => word === `--${option}` || word.startsWith(`--${option}=`));
      const taken = expanded[option] ?? [option.replaceAll('-', '_')];
      return !typed && taken.every((name) => Boolean(environment[`npm_config_${name}`]));
    })
    .map((option) => `--${option}`);
}
