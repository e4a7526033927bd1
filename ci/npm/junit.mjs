// junit.mjs RESULT.json JUNIT.xml...: junit2json finds in each file what the record says, and junit-report-merger makes one
// file of them without losing any of it. Prints what is wrong, exit 1 then.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'junit2json';

const [recordFile, ...files] = process.argv.slice(2);
const record = JSON.parse(readFileSync(recordFile, 'utf8'));
const element = { fail: 'failure', unexpected_pass: 'failure', inconclusive: 'error', error: 'error', none: 'error',
  not_run: 'skipped', not_applicable: 'skipped', expected_failure: 'skipped' };
const mistakes = [];

const read = (file) => parse(readFileSync(file, 'utf8'));
const cases = (suites) => suites.testsuite.flatMap((suite) => suite.testcase ?? []);
const sum = (suites, name) => suites.testsuite.reduce((total, suite) => total + suite[name], 0);

const read_files = await Promise.all(files.map(read));
read_files.forEach((suites, index) => {
  const wrong = (what) => mistakes.push(`${files[index]}: ${what}`);
  const found = new Map(cases(suites).map((test) => [test.name, test]));
  for (const { id, verdict, clauses } of record.scenarios) {
    const test = found.get(id);
    const outcomes = ['failure', 'error', 'skipped'].filter((name) => test?.[name]);
    if (outcomes.join() !== (element[verdict] ?? '')) wrong(`${id} is ${verdict} and reads as '${outcomes}'`);
    if (outcomes.length === 0) continue;
    const [outcome] = test[outcomes[0]];
    if (!outcome.message.includes(clauses[0])) wrong(`${id}: no clause in '${outcome.message}'`);
    if (!outcome.inner.startsWith(`${outcome.message}\n`)) wrong(`${id}: the first line is not the message`);
  }
  for (const name of ['tests', 'failures', 'errors']) {
    if (suites[name] !== sum(suites, name)) wrong(`${name}: ${suites[name]}, of the suites ${sum(suites, name)}`);
  }
});

const folder = mkdtempSync(join(tmpdir(), 'hosting-junit-'));
try {
  const merger = fileURLToPath(new URL('node_modules/.bin/junit-report-merger', import.meta.url));
  const merged = join(folder, 'merged.xml');
  execFileSync(merger, [merged, ...files], { stdio: 'pipe' });
  const suites = await read(merged);
  for (const name of ['tests', 'failures', 'errors']) {
    const wanted = read_files.reduce((total, one) => total + one[name], 0);
    if (suites[name] !== wanted) mistakes.push(`merged: ${name} is ${suites[name]} instead of ${wanted}`);
  }
  const wanted = read_files.flatMap((one) => cases(one).map((test) => test.name)).sort().join();
  if (cases(suites).map((test) => test.name).sort().join() !== wanted) mistakes.push('merged: other cases');
} finally {
  rmSync(folder, { recursive: true });
}
if (mistakes.length > 0) {
  console.log(mistakes.join('\n'));
  process.exitCode = 1;
}
