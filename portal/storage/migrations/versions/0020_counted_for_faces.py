"""What a face of the portal may count across complaints whose rows it may not read (PostgreSQL)

Functions that run as the owner: policies hide the rows beneath, and a count that silently became smaller would turn
the brake of a flood off or destroy notes that others still rest on.

Revision: 0020
Follows: 0019
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

AS_OWNER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
FUNCTIONS = {
    # How many came through the portal since an instant, counted no further than `most`.
    "jingyue_arrivals(since timestamptz, most integer)": """
        RETURNS integer AS $$
          SELECT count(*)::integer FROM (
            SELECT 1 FROM complaints WHERE created_at >= since AND origin = 'portal' LIMIT most
          ) AS recent $$""",
    # How many calls were told since an instant.
    "jingyue_told_since(since timestamptz)": """
        RETURNS integer AS $$ SELECT count(*)::integer FROM calls WHERE reported_at > since $$""",
    # The cases of a complaint in which no complaint has a key any more.
    "jingyue_keyless_cases(of uuid)": """
        RETURNS SETOF integer AS $$
          SELECT own.case_id FROM case_complaints AS own WHERE own.complaint_id = of AND NOT EXISTS (
            SELECT 1 FROM case_complaints AS others
            JOIN complaint_keys ON complaint_keys.complaint_id = others.complaint_id
            WHERE others.case_id = own.case_id
          ) $$""",
    # The sealed receipts of those who chose a way back under an index that follows from words and PIN.
    "jingyue_ways_back(of bytea)": """
        RETURNS SETOF bytea AS $$ SELECT code_sealed FROM recoveries WHERE recovery_index = of $$""",
    # In which complaints calls from some lines stand, once for each call: ids alone.
    "jingyue_tellings(of bytea[])": """
        RETURNS SETOF uuid AS $$ SELECT complaint_id FROM calls WHERE caller_index = ANY (of) $$""",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, body in FUNCTIONS.items():
            op.execute(f"CREATE FUNCTION {name} {body} {AS_OWNER}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}")
