// Writes the compact extract of the official AWS provider's schema that src/main/resources carries.
//
//   npm pack @cdktf/provider-aws@21.22.1 && tar xzf cdktf-provider-aws-21.22.1.tgz
//   node tools/extract-schema.mjs package src/main/resources/dev/rehearsal/terraform/schema/aws.txt.gz
//
// A maintainer runs it when the provider's version moves; no build does. The package's declarations are
// read from the TypeScript that its source maps carry, because only that says "optional and computed".
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [from, to] = process.argv.slice(2);
const manifest = JSON.parse(fs.readFileSync(path.join(from, 'package.json'), 'utf8'));
const lib = path.join(from, 'lib');

function typescript(file) {
  const js = fs.readFileSync(file, 'utf8');
  const at = js.indexOf('base64,', js.lastIndexOf('sourceMappingURL='));
  return at < 0 ? '' : JSON.parse(Buffer.from(js.slice(at + 7).trim(), 'base64').toString()).sourcesContent[0];
}

function sources(folder) {
  const files = fs.readdirSync(folder, {recursive: true}).filter((name) => name.endsWith('.js')).sort();
  return files.map((name) => typescript(path.join(folder, name))).join('\n');
}

/** Class and function bodies by name. */
function bodies(text) {
  const found = new Map();
  const pattern = /^export (?:class|function) (\w+)[^\n]*\{\n([\s\S]*?)^\}/gm;
  for (let m; (m = pattern.exec(text)); ) found.set(m[1], {head: m[0].slice(0, m[0].indexOf('\n')), body: m[2]});
  return found;
}

const SIMPLE = {string: '"string"', number: '"number"', boolean: '"bool"'};
const of = (kind, inner) => `["${kind}",${inner}]`;

/** The type of an argument, from what the package calls its storage class. */
function argumentType(kind, storage) {
  if (SIMPLE[storage]) return SIMPLE[storage];
  const m = /^(string|number|boolean)(Map|List)(Map|List)?$/.exec(storage);
  if (!m) return '"?"';
  let type = SIMPLE[m[1]];
  if (m[3]) type = m[2] === 'Map' ? of('map', type) : of('list', type);
  return of(kind, type);
}

/** The type of a result, from the getter or field that reads it. */
function resultType(line, classes) {
  let m;
  if (/getStringAttribute/.test(line)) return SIMPLE.string;
  if (/getNumberAttribute/.test(line)) return SIMPLE.number;
  if (/getBooleanAttribute/.test(line)) return SIMPLE.boolean;
  if (/getStringMapAttribute|cdktf\.StringMap/.test(line)) return of('map', SIMPLE.string);
  if (/cdktf\.BooleanMap/.test(line)) return of('map', SIMPLE.boolean);
  if (/cdktf\.NumberMap/.test(line)) return of('map', SIMPLE.number);
  if (/getNumberListAttribute/.test(line)) return of(/tolist/.test(line) ? 'set' : 'list', SIMPLE.number);
  if (/getListAttribute/.test(line)) return of(/tolist/.test(line) ? 'set' : 'list', SIMPLE.string);
  if ((m = /new (\w+)List\(this, ['"]\w+['"], (true|false)\)/.exec(line))) return of(m[2] === 'true' ? 'set' : 'list', objectType(m[1], classes));
  if ((m = /new (\w+)Map\(/.exec(line))) return of('map', objectType(m[1], classes));
  if ((m = /new (\w+)OutputReference\(/.exec(line))) return objectType(m[1], classes);
  return '"?"';
}

function objectType(name, classes) {
  const fields = members(name, `${name}OutputReference`, classes, 0).map((f) => `"${f.name}":${f.type ?? blockType(f)}`);
  return `["object",{${fields.join(',')}}]`;
}

function blockType(block) {
  const object = `["object",{${block.members.map((f) => `"${f.name}":${f.type ?? blockType(f)}`).join(',')}}]`;
  return block.nesting === 'single' ? object : of(block.nesting, object);
}

/** What HCL says of the arguments of a struct: name -> {block, kind, storage}. */
function arguments_(name, className, classes) {
  const lower = name[0].toLowerCase() + name.slice(1);
  const text = (classes.get(`${lower}ToHclTerraform`) ?? classes.get(className))?.body ?? '';
  const found = new Map();
  const pattern = /^ +(\w+): \{\n\s+value: [^\n]*\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)"/gm;
  for (let m; (m = pattern.exec(text)); ) found.set(m[1], {block: m[2] === 'true', kind: m[3], storage: m[4]});
  return found;
}

function members(name, className, classes) {
  const args = arguments_(name, className, classes);
  const text = classes.get(className)?.body ?? '';
  const found = [];
  const pattern = /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n +(.*)\n(.*)/g;
  for (let m; (m = pattern.exec(text)); ) {
    const [, field, computed, optional, required] = m;
    const line = m[5].startsWith('public get') ? m[6] : m[5];
    const flags = (required === 'true' ? 'r' : '') + (optional === 'true' ? 'o' : '') + (computed === 'true' ? 'c' : '');
    const arg = args.get(field);
    if (!arg) found.push({name: field, flags, type: resultType(line, classes)});
    else if (!arg.block) found.push({name: field, flags, type: argumentType(arg.kind, arg.storage)});
    else found.push(nested(field, flags, arg, line, classes));
  }
  return found;
}

function nested(field, flags, arg, line, classes) {
  const single = /OutputReference\(/.test(line);
  const struct = (/new (\w+?)(?:List|Map|OutputReference)\(/.exec(line) ?? [, arg.storage.replace(/List$/, '')])[1];
  const nesting = arg.kind === 'struct' ? 'single' : arg.kind;
  const block = {
    name: field, nesting, min: flags.includes('r') ? 1 : 0, max: single && nesting !== 'single' ? 1 : 0,
    members: members(struct, `${struct}OutputReference`, classes),
  };
  // A block can't be computed: what is both is an attribute that may be written like a block.
  return flags.includes('c') ? {name: field, flags, type: blockType(block)} : block;
}

function provider(classes) {
  // Terraform itself owns "alias".
  const top = members('AwsProvider', 'AwsProvider', classes).filter((m) => m.name !== 'alias');
  return top.map((m) => m.type ? m : {...m, members: [...arguments_(`AwsProvider${pascal(m.name)}`, '', classes)].map(([name, a]) => ({name, flags: 'o', type: argumentType(a.kind, a.storage)}))});
}
const pascal = (name) => name.replace(/(^|_)(\w)/g, (_, __, c) => c.toUpperCase());

const out = [`# ${manifest.name} ${manifest.version}: hashicorp/aws 6.25.0. Made by tools/extract-schema.mjs.`];
function write(list, depth) {
  for (const m of list) {
    if (m.type) out.push(`${' '.repeat(depth)}${m.name} ${m.flags} ${m.type}`);
    else {
      out.push(`${' '.repeat(depth)}${m.name} :${m.nesting} ${m.min} ${m.max}`);
      write(m.members, depth + 1);
    }
  }
}

for (const folder of fs.readdirSync(lib).sort()) {
  if (!fs.existsSync(path.join(lib, folder, 'index.js'))) continue;
  const text = sources(path.join(lib, folder));
  const classes = bodies(text);
  for (const [name, {head, body}] of classes) {
    const kind = /extends cdktf\.Terraform(Resource|DataSource|Provider) /.exec(head)?.[1];
    if (!kind) continue;
    const type = /tfResourceType = "(\w+)"/.exec(body)[1];
    out.push(`${{Resource: 'resource', DataSource: 'data', Provider: 'provider'}[kind]} ${type}`);
    write(kind === 'Provider' ? provider(classes) : members(name, name, classes), 1);
  }
}
fs.writeFileSync(to, zlib.gzipSync(out.join('\n') + '\n', {level: 9}));
console.log(`${out.length} lines, ${fs.statSync(to).size} bytes`);
