/**
 * Finds and reports channel ids that several customers shared before the upgrade
 * (sql/0008-chan2profile-one-person.sql).
 */
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { asProfileId, type ProfileId } from '../../domain/ids.ts'

export interface ChannelClash {
  readonly channelId: string
  readonly cidType: string
  readonly pId: ProfileId
  /** The customer's newest interaction at the time of the upgrade: the largest kwInteractionId. */
  readonly lastInteractionId: string | undefined
  readonly hasProfile: boolean
  /** True for the row that stayed in chan2Profile. */
  readonly active: boolean
}

export async function findClashes(connection: Connection): Promise<readonly ChannelClash[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT channelId, cidType, pId, CAST(lastInteractionId AS CHAR) AS lastId, hasProfile, active FROM chan2ProfileClash ' +
      'ORDER BY channelId, cidType, active DESC, pId',
  )
  return rows.map((row) => ({
    channelId: String(row.channelId),
    cidType: String(row.cidType),
    pId: asProfileId(String(row.pId)),
    lastInteractionId: row.lastId === null ? undefined : String(row.lastId),
    hasProfile: row.hasProfile === 1,
    active: row.active === 1,
  }))
}

/** The report for the operator who upgrades: every clash, its active row, and why. Empty if there is none. */
export function describeClashes(clashes: readonly ChannelClash[], limit = 50): readonly string[] {
  const groups = [
    ...Map.groupBy(clashes, ({ channelId, cidType }) => JSON.stringify([cidType, channelId])).values(),
  ]
  if (groups.length === 0) return []
  const shown = groups
    .slice(0, limit)
    .flatMap((group) => [
      `  ${group[0]?.cidType} ${group[0]?.channelId}`,
      ...group.map(
        (clash) => `    ${clash.active ? 'active   ' : 'set aside'} ${clash.pId} (${describeGround(clash)})`,
      ),
    ])
  return [
    `${groups.length} channel id(s) in chan2Profile belonged to several customers. Each now belongs to one of them: the one with`,
    'the newest interaction, else one with a profile, else the one with the smallest pId. chan2ProfileClash keeps all rows:',
    ...shown,
    ...(groups.length > limit ? [`  … and ${groups.length - limit} more in chan2ProfileClash`] : []),
  ]
}

function describeGround({ lastInteractionId, hasProfile }: ChannelClash): string {
  const interaction =
    lastInteractionId === undefined ? 'no interaction' : `newest interaction ${lastInteractionId}`
  return `${interaction}, ${hasProfile ? 'has a profile' : 'no profile'}`
}
