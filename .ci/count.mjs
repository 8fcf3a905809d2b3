import { existsSync, readFileSync } from 'node:fs';

// Adds up what the checks and the tests reported: node .ci/count.mjs CHECK_EXIT_CODE TEST_EXIT_CODE
const [checkExit, testExit] = process.argv.slice(2).map(Number);
const checks = read('check-report.json');
const tests = read('test-report.json');

const failedChecks = atLeastOne(checks?.failed.length ?? 1, checkExit);
const failedTests = atLeastOne(tests === undefined ? 1 : tests.numFailedTests + brokenFiles(), testExit);
const failed = failedChecks + failedTests;
if (checks === undefined) console.log('the checks ended before they reported anything');
if (tests === undefined) console.log('the tests ended before they reported anything');
console.log(`${tests?.numPassedTests ?? 0} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function read(name) {
  const file = new URL(`../.runtime/${name}`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Test files that failed as a whole, as when they could not be loaded. */
function brokenFiles() {
  return tests.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.every((result) => result.status !== 'failed');
  }).length;
}

/** A run that failed must not count as good because nothing in its report says so. */
function atLeastOne(counted, exitCode) {
  return exitCode === 0 ? counted : Math.max(1, counted);
}
