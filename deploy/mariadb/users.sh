# The MariaDB image runs this once, when its data folder is empty: it makes the users of sql/grants.sql.
# Passwords come from .env and have letters and digits only, so sed and SQL take them as they are.
sed -e "s/MIGRATE_PASSWORD/$MIGRATE_PASSWORD/" -e "s/WORKER_PASSWORD/$WORKER_PASSWORD/" \
  -e "s/BOARD_PASSWORD/$BOARD_PASSWORD/" -e "s/REPORT_PASSWORD/$REPORT_PASSWORD/" \
  -e "s/CONSOLE_PASSWORD/$CONSOLE_PASSWORD/" /grants.sql | docker_process_sql
