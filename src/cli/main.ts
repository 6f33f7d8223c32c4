#!/usr/bin/env node
console.error('adaline: placeholder');
process.exitCode = 2;
