import { parse, type Tags } from 'yaml';

/** Booleans, numbers and strings of YAML 1.1 that PyYAML reads differently from the specification. */
const TRUE = /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/u;
const FALSE = /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/u;
const DECIMAL = /^[-+]?(?:0|[1-9][0-9_]*)$/u;
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/u;
const EXPONENT = /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*[eE][-+][0-9]+$/u;

/**
 * Parses a text as PyYAML's `safe_load` does: YAML 1.1 (`yes`, `1_000`, `1:30`, `010`), the last of duplicate keys,
 * merge keys, and PyYAML's own rules for a few scalars (`y` and `1e3` are strings). Throws if the text is not YAML.
 */
export function parsePythonYaml(text: string): unknown {
  // PyYAML reads every YAML 1.x version alike.
  const unversioned = text.replace(/^%YAML\s+1\.\d+/mu, '%YAML 1.1');
  return parse(unversioned, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    customTags: (tags) => tags.map(asPyYaml),
    // A few aliases are legitimate; thousands are an attack on memory.
    maxAliasCount: 20,
    logLevel: 'error',
  });
}

function asPyYaml(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || !('test' in tag) || tag.test === undefined) return tag;
  const { test } = tag;
  switch (tag.tag) {
    case 'tag:yaml.org,2002:bool':
      return { ...tag, test: test.test('yes') ? TRUE : FALSE };
    case 'tag:yaml.org,2002:int':
      if (test.test('1:30')) return { ...tag, test: SEXAGESIMAL };
      return test.test('19') && !test.test('0b1') ? { ...tag, test: DECIMAL } : tag;
    case 'tag:yaml.org,2002:float':
      return test.test('1e3') ? { ...tag, test: EXPONENT } : tag;
    default:
      return tag;
  }
}
