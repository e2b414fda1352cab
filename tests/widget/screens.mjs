// SPDX-License-Identifier: MIT
// Pictures of a page: kept whole in build/widget/screens, and small and grey
// in tests/widget/screens, where they are compared. What survives is a font of
// another version, a pixel up or down; what does not is anything that a person
// would see from across the room.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

const { BUILD, TOP } = process.env
export const made = join(BUILD, 'widget/screens')
const accepted = join(TOP, 'tests/widget/screens')

export const CELL = 8 // pixels a side become one
const CORNER = 440 // pixels
const THRESHOLD = 0.05 // how far one of those may be off, of 1
const SHARE = 0.01 // how many of them may be farther off

const CELL_LEVELS = 32 // of grey: small files, and noise is rounded away

// The mean of each cell, as a grey picture.
export const shrink = (png, cell = CELL) => {
  const width = Math.floor(png.width / cell)
  const height = Math.floor(png.height / cell)
  const small = new PNG({ width, height })
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let dy = 0; dy < cell; dy++)
        for (let dx = 0; dx < cell; dx++) {
          const at = ((y * cell + dy) * png.width + x * cell + dx) * 4
          sum += 0.299 * png.data[at] + 0.587 * png.data[at + 1] +
            0.114 * png.data[at + 2]
        }
      const step = 255 / (CELL_LEVELS - 1)
      const grey = Math.round(sum / (cell * cell) / step) * step
      small.data.set([grey, grey, grey, 255], (y * width + x) * 4)
    }
  return small
}

// The share of cells that differ; 1 where the sizes do.
export const difference = (one, other) => {
  if (one.width !== other.width || one.height !== other.height) return 1
  const off = pixelmatch(one.data, other.data, undefined, one.width,
    one.height, { threshold: THRESHOLD, includeAA: true })
  return off / (one.width * one.height)
}

// What is wrong with a picture, or '' when it is as the accepted one (that of
// the same name, unless another is given).
export const judge = (bytes, name, reference = name) => {
  const small = shrink(PNG.sync.read(bytes))
  mkdirSync(join(made, 'small'), { recursive: true })
  writeFileSync(join(made, `${name}.png`), bytes)
  writeFileSync(join(made, 'small', `${name}.png`), PNG.sync.write(small,
    { colorType: 0, deflateLevel: 9 }))
  const help = `Look at build/widget/screens/${name}.png, and if it is as it` +
    ` should be: tests/widget/accept.sh ${name}`
  const file = join(accepted, `${reference}.png`)
  if (!existsSync(file)) return `no picture has been accepted. ${help}`
  const share = difference(PNG.sync.read(readFileSync(file)), small)
  if (share <= SHARE) return ''
  const percent = (share * 100).toFixed(1)
  return `${percent} % of it is not as accepted. ${help}`
}

// A picture of the page as it stands, with nothing that moves. Of a wide one,
// the corner with the panel: beside an empty page little would be much.
export const shoot = (page) => {
  const { width, height } = page.viewportSize()
  const corner = Math.min(width, CORNER)
  return page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css',
    clip: { x: width - corner, y: 0, width: corner, height } })
}
