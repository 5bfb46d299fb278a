/**
 * The regional form of a language that the system prefers (`en` becomes `en-GB` where the system says so),
 * so that clocks and numbers look as the user is used to; the language itself where it names none.
 */
export function regionalLocale(language: string, preferred: readonly string[]): string {
  const isRegion = (tag: string) => tag === language || tag.startsWith(`${language}-`);
  return preferred.find(isRegion) ?? language;
}
