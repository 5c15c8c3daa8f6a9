/** `feel`, or one of the URIs that OMG gives FEEL, e.g. `https://www.omg.org/spec/DMN/20191111/FEEL/`. */
export function isFeel(language: string): boolean {
  return /^(?:feel|https?:\/\/www\.omg\.org\/spec\/(?:FEEL|DMN)\/.*)$/i.test(language);
}

export function isJuel(language: string): boolean {
  return language.toLowerCase() === 'juel';
}
