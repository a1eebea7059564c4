-- Few lines have a recalculation: the turnover sheet finds them without reading all charges.
create index charge_recalculated on billing.charge (organization_id, period) where recalculation_kopecks <> 0 and ended_by is null;
