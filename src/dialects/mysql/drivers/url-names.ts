import type { UrlNames } from "../../../engine/url.ts";

/** How URLs name MySQL, MariaDB and their drivers, which serve both. */
export const urlNames: UrlNames = {
  schemes: {
    mysql: { dialect: "mysql", driver: null },
    mariadb: { dialect: "mariadb", driver: null },
  },
  pythonDrivers: {
    pymysql: null,
    mysqldb: null,
    mysqlclient: null,
    mysqlconnector: null,
    mariadbconnector: null,
    aiomysql: null,
    asyncmy: null,
    cymysql: null,
    pyodbc: null,
  },
  isFile: () => false,
};
