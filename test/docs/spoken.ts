/** What a TypeScript file says to a reader: its comments, and its strings of several words (help, logs, errors, pages). */
export interface Spoken {
  readonly line: number
  readonly text: string
}

/** A comment, a string, a regular expression or anything else, in the order of the file. */
const token =
  /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?<template>`(?:[^`\\]|\\[\s\S])*`)|(?<regex>(?<=[(,=:[!&|?{};\n]\s*|\breturn\s+)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/)/g

/** Comments that follow each other are one text. Inline code and the expressions of a template become the word `code`. */
export function spokenIn(source: string): Spoken[] {
  const spoken: Spoken[] = []
  for (const { index, groups = {} } of source.matchAll(token)) {
    const line = source.slice(0, index).split('\n').length
    const { comment, string, template } = groups
    if (comment !== undefined) spoken.push({ line, text: commentText(comment) })
    const text = literalText(string ?? template ?? '')
    if (isProse(text)) spoken.push({ line, text })
  }
  return spoken
}

function commentText(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*(?:\/\*\*?|\*\/?|\/\/)\s?/, ''))
  return withoutCode(lines.join(' ').replace(/\*\/$/, ''))
}

function literalText(literal: string): string {
  return withoutCode(
    literal
      .slice(1, -1)
      .replaceAll(/\\n/g, ' ')
      .replaceAll(/\$\{[^}]*\}/g, ' code '),
  )
}

function withoutCode(text: string): string {
  return text
    .replaceAll(/\\?`[^`]*\\?`/g, 'code')
    .replaceAll(/\b[\w./-]*[/.]\w[\w./-]*\b/g, 'code') // a path
    .replaceAll(/\b(?:[a-z]+(?:[A-Z]\w*)+|\w*_\w+)\b/g, 'code') // an identifier
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Several words, and no SQL. */
function isProse(text: string): boolean {
  return /\p{L}+[,;:]? \p{L}+/u.test(text) && !/^(?:select|insert|update|delete|alter|create)\b/i.test(text)
}
