#!/usr/bin/env node
import { timbre } from './program.ts';

process.exitCode = await timbre(process.argv.slice(2));
