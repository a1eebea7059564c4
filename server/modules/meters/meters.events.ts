declare module '#platform/work' {
  interface Events {
    /** Readings were handed in. Audiences: the premises, the organization. */
    'readings.submitted': { houseId: string; premisesId: string; submissionId: string; organizationId: string };
    /** The organization accepted or rejected them. Audiences: the premises, the organization. */
    'readings.decided': { houseId: string; premisesId: string; submissionId: string; organizationId: string };
    /** The act is signed and kept. Audiences: the premises, the organization. */
    'act.ready': { houseId: string; premisesId: string; submissionId: string; organizationId: string };
    /** Who handed in signed the act as well. Audiences: the premises, the organization. */
    'act.countersigned': { houseId: string; premisesId: string; submissionId: string; organizationId: string };
    /** A meter was added, replaced, verified. Audiences: the premises, the organization. */
    'meter.changed': { houseId: string; meterId: string };
    /** The digits of a photographed dial were read, or could not be. Audience: the premises. */
    'meter.photoRead': { houseId: string; meterId: string; photoId: string };
    /** Readings in bulk came, were checked, loaded, taken back. Audience: the organization. */
    'intake.changed': { intakeId: string; organizationId: string };
    /** A resident asked for another meter, or was answered. Audiences: the premises, the organization. */
    'meter.replacementChanged': { houseId: string; meterId: string; requestId: string };
  }
}

/** Who hears of what happens in a home and at an organization. */
export const audiencesOf = ({ premisesId, organizationId }: { premisesId: string | null; organizationId: string }): string[] => [
  ...(premisesId === null ? [] : [`premises:${premisesId}`]),
  `organization:${organizationId}`,
];
