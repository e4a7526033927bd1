// templates.mjs check FOLDER    what the CI systems' own formats say of ci/templates; prints what is wrong, exit 1 then
// templates.mjs read FILE       the documents of a YAML file as JSON
//
// GitHub: action-validator. Kubernetes: the API's schemas (kubernetes-models). Jenkins: a grammar of Groovy. GitLab is
// left to gitlab-ci-local: ci/e2e/templates_e2e.py has it run the pipeline.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import yaml from 'js-yaml';
import * as batch from 'kubernetes-models/batch/v1';
import * as core from 'kubernetes-models/v1';
import { Language, Parser } from 'web-tree-sitter';
import { unknownFields } from './kubernetes_fields.mjs';

const packages = fileURLToPath(new URL('node_modules/', import.meta.url));
const documents = (file) => yaml.loadAll(readFileSync(file, 'utf8'));

function github(file) {
  const { status, stdout, stderr } = spawnSync(join(packages, '.bin/action-validator'), [file], { encoding: 'utf8' });
  return status === 0 ? [] : [`${stdout}${stderr}`];
}

function kubernetes(file) {
  const kinds = { 'v1': core, 'batch/v1': batch };
  return documents(file).flatMap((document) => {
    const Kind = kinds[document.apiVersion]?.[document.kind];
    if (!Kind) return [`no ${document.kind} in ${document.apiVersion}`];
    try {
      new Kind(document).validate();
      return unknownFields(document);
    } catch (error) {
      return [`${document.kind} ${document.metadata?.name}: ${error.message}`];
    }
  });
}

async function jenkins(file) {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(packages, 'tree-sitter-groovy/tree-sitter-groovy.wasm')));
  const mistakes = [];
  const look = (node) => {
    const { row, column } = node.startPosition;
    if (node.isError || node.isMissing) mistakes.push(`${row + 1}:${column + 1}: ${node.text.slice(0, 60)}`);
    node.children.forEach(look);
  };
  look(parser.parse(readFileSync(file, 'utf8')).rootNode);
  return mistakes;
}

async function check(folder) {
  const checks = [
    ['github/action.yml', github],
    ['github/conformance.yml', github],
    ['kubernetes/fleet.yaml', kubernetes],
    ['jenkins/Jenkinsfile', jenkins],
  ];
  let wrong = 0;
  for (const [name, find] of checks) {
    for (const mistake of await find(join(folder, name))) {
      wrong += 1;
      console.log(`${name}: ${mistake}`);
    }
  }
  return wrong === 0 ? 0 : 1;
}

const [command, argument] = process.argv.slice(2);
if (command === 'check') process.exitCode = await check(argument);
else console.log(JSON.stringify(documents(argument)));
