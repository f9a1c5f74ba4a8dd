import { parseAst } from 'vite'
import { expect, test, vi } from 'vitest'
import { hashOf, withBuildId, type Emitted } from './buildId'
import { policy, templatesOf, withScript } from './trustedTemplates'

const compiled = (html: string) =>
  parseAst(`import { template as _$template } from 'solid-js/web'\nvar a = _$template(${html})`)

test('templates are found whatever way the compiler wrote them', () => {
  expect(templatesOf(compiled('`<p>one "two" &amp;`'))).toEqual(['<p>one "two" &amp;'])
  expect(templatesOf(compiled('"<svg><path></svg>", false, true, false'))).toEqual(['<svg><path></svg>'])
})

test('a function that is only called template is none of ours', () => {
  expect(templatesOf(parseAst('template("<p>")'))).toEqual([])
})

test('a template that the policy could not list, or that the browser would refuse, fails the build', () => {
  expect(() => templatesOf(compiled('`<p>${1}`'))).toThrow('not a constant')
  expect(() => templatesOf(compiled('`<p style=color:red>`'))).toThrow('inline styles')
})

test('the policy lets listed templates pass and nothing else', () => {
  let createHTML: (html: string) => string | null = () => null
  vi.stubGlobal('trustedTypes', {
    createPolicy: (_: string, rules: { createHTML: typeof createHTML }) => (createHTML = rules.createHTML),
  })
  new Function(policy(['<p>']))()
  vi.unstubAllGlobals()
  expect(createHTML('<p>')).toBe('<p>')
  expect(createHTML('<p><script>')).toBeNull()
})

test('the policy comes before the first module', () => {
  expect(withScript('<head><script type="module" src="/a.js"></script></head>', '/t.js')).toMatch(/t\.js.*[\s\S]*a\.js/)
})

test('the build is named after every emitted file', () => {
  const file = (source: string): Emitted[] => [{ type: 'asset', fileName: 'a.css', source }]
  expect(hashOf(file('one'))).toBe(hashOf(file('one')))
  expect(hashOf(file('one'))).not.toBe(hashOf(file('two')))
  expect(withBuildId('<head></head>', 'abc')).toContain('<meta name="chatmux-build" content="abc">')
})
