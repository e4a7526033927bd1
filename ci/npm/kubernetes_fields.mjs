// Fields that the API of Kubernetes does not know: its schemas let them pass, and the server drops them without a word.
// What it knows is read from the type declarations of kubernetes-models.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('node_modules/', import.meta.url));

/// Field → { file of its type, whether it is a list }; file is undefined for plain values and maps.
function fields(file) {
  const text = readFileSync(`${file}.d.ts`, 'utf8').replace(/\/\*[^]*?\*\//g, '');
  const files = new Map();
  for (const [, names, from] of text.matchAll(/import \{([^}]*)\} from "([^"]*)"/g)) {
    for (const name of names.split(',')) {
      files.set(name.trim(), from.startsWith('.') ? join(dirname(file), from) : join(packages, from));
    }
  }
  const body = /export interface \w+ [^{]*\{([^]*?)\n\}/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const known = new Map();
  for (const [, name, type] of body.matchAll(/^ {4}"?([\w$]+)"?\??: (.*?);?$/gm)) {
    const [, list, one] = /^(Array<)?(\w+)>?$/.exec(type) ?? [];
    known.set(name, { file: files.get(one), list: list !== undefined });
  }
  return known;
}

function* walk(value, file, path) {
  const known = fields(file);
  if (known === undefined) return;
  for (const [name, inner] of Object.entries(value)) {
    const field = known.get(name);
    if (!field) {
      yield `${path}.${name} is no field`;
    } else if (field.file) {
      for (const one of field.list ? inner : [inner]) yield* walk(one, field.file, `${path}.${name}`);
    }
  }
}

export function unknownFields(document) {
  return [...walk(document, join(packages, 'kubernetes-models', document.apiVersion, document.kind), document.kind)];
}
