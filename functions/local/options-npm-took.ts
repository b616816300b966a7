/** Options that npm takes for the beginning of one of its own. */
const expanded: { readonly [option: string]: string } = { to: 'token_description' };

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
      return !typed && Boolean(environment[`npm_config_${expanded[option] ?? option.replaceAll('-', '_')}`]);
    })
    .map((option) => `--${option}`);
}
