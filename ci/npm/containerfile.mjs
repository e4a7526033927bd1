// containerfile.mjs check FILE    what is wrong with a Containerfile: a line each, exit 1 then
// containerfile.mjs read FILE     its stages as JSON: name, instructions with their arguments
import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

const [command, file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
if (command === 'check') {
  const mistakes = validate(text);
  for (const { message, range } of mistakes) console.log(`${file}:${range.start.line + 1}: ${message}`);
  process.exitCode = mistakes.length === 0 ? 0 : 1;
} else {
  const stages = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') stages.push({ name: instruction.getBuildStage(), instructions: [] });
    stages.at(-1)?.instructions.push({ keyword, argument: instruction.getArgumentsContent() });
  }
  console.log(JSON.stringify(stages));
}
